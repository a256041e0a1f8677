import * as vscode from 'vscode';
import { toBase1, type Base0 } from '../core/position.ts';
import type { CodeSymbol, SymbolSearch } from '../mapping/symbolRung.ts';

const FUNCTION_KINDS: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
]);
/** A language server that starts may take minutes, and nobody waits that long for a span. */
const PATIENCE_MS = 3000;
/** After one that did not answer: the next function would only wait as long. */
const QUIET_MS = 60_000;

/** The workspace symbols of all languages that have some. */
export class WorkspaceSymbols implements SymbolSearch {
  #quietUntilMs = 0;

  async find(name: string, signal: AbortSignal): Promise<readonly CodeSymbol[]> {
    if (performance.now() < this.#quietUntilMs) return [];
    const asked = vscode.commands.executeCommand<readonly vscode.SymbolInformation[] | undefined>(
      'vscode.executeWorkspaceSymbolProvider',
      name,
    );
    const late = AbortSignal.timeout(PATIENCE_MS);
    const gaveUp = new Promise<undefined>((resolve) => {
      AbortSignal.any([signal, late]).addEventListener('abort', () => resolve(undefined), { once: true });
    });
    const symbols = (await Promise.race([asked, gaveUp])) ?? [];
    if (late.aborted) this.#quietUntilMs = performance.now() + QUIET_MS;
    return symbols
      .filter(({ kind, location }) => FUNCTION_KINDS.has(kind) && location.uri.scheme === 'file')
      .map(({ name: symbol, containerName, location }) => ({
        name: symbol,
        container: containerName,
        path: location.uri.fsPath,
        line: toBase1(location.range.start.line as Base0),
      }));
  }
}
