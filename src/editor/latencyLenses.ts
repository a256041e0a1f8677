import * as vscode from 'vscode';
import type { Base0 } from '../core/position.ts';
import type { LatencyStats } from '../core/latencyProtocol.ts';
import { functionGroups, type FunctionRange } from '../latency/functionGroups.ts';
import { latencyText } from '../latency/latencyText.ts';
import type { SiteIndex } from './siteIndex.ts';

interface LatencyStore {
  latency(groups: readonly (readonly number[])[], windowMs: number): Promise<readonly (LatencyStats | undefined)[]>;
}

/** A lens whose text is asked for when it comes into view. */
class LatencyLens extends vscode.CodeLens {
  readonly siteIds: readonly number[];

  constructor(line: Base0, siteIds: readonly number[]) {
    super(new vscode.Range(line, 0, line, 0));
    this.siteIds = siteIds;
  }
}

const FUNCTION_KINDS: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
]);
/** Kinds that TypeScript gives to `const f = () => ...` and to properties holding a function. */
const MAYBE_FUNCTION_KINDS: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Constant,
  vscode.SymbolKind.Variable,
  vscode.SymbolKind.Property,
  vscode.SymbolKind.Field,
]);
/** Numbers that change with every request need not move faster than one can read. */
const REFRESH_MS = 2000;

interface CachedFunctions {
  readonly version: number;
  readonly functions: readonly FunctionRange[];
}

/** Latency above instrumented functions: places first, texts for those on screen. */
export class LatencyLenses implements vscode.CodeLensProvider<LatencyLens>, vscode.Disposable {
  readonly #store: LatencyStore;
  readonly #sites: SiteIndex;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  readonly #functions = new WeakMap<vscode.TextDocument, CachedFunctions>();
  #refresh: NodeJS.Timeout | undefined;

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(store: LatencyStore, sites: SiteIndex) {
    this.#store = store;
    this.#sites = sites;
    this.#subscriptions = [
      sites.onDidChange(() => this.#changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('spanline.codeLens')) this.#changed.fire();
      }),
    ];
  }

  /** New spans arrived: the texts on screen are asked for again soon, at most every two seconds. */
  refreshSoon(): void {
    this.#refresh ??= setTimeout(() => {
      this.#refresh = undefined;
      this.#changed.fire();
    }, REFRESH_MS);
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<LatencyLens[]> {
    if (!settings().get('enabled', true)) return [];
    const sites = this.#sites.sitesIn(document.uri);
    if (sites.length === 0) return [];
    return functionGroups(sites, await this.#functionsOf(document)).map(
      ({ line, siteIds }) => new LatencyLens(Math.min(line, document.lineCount - 1) as Base0, siteIds),
    );
  }

  async resolveCodeLens(lens: LatencyLens): Promise<LatencyLens> {
    const minutes = settings().get('windowMinutes', 60);
    const [stats] = await this.#store.latency([lens.siteIds], minutes * 60_000);
    lens.command = stats
      ? {
          title: latencyText(stats, settings().get('minimumCount', 5)),
          tooltip: `Spans of this function in the local store, last ${windowText(minutes)}. Click for its slowest, latest and failing traces.`,
          command: 'spanline.showFunctionTraces',
          arguments: [lens.siteIds],
        }
      : { title: `no calls in the last ${windowText(minutes)}`, command: '' };
    return lens;
  }

  dispose(): void {
    clearTimeout(this.#refresh);
    for (const each of this.#subscriptions) each.dispose();
    this.#changed.dispose();
  }

  /** Symbols of this version of the document. While the language service is still starting there are none, and they are asked for again. */
  async #functionsOf(document: vscode.TextDocument): Promise<readonly FunctionRange[]> {
    const cached = this.#functions.get(document);
    if (cached?.version === document.version) return cached.functions;
    const { version } = document;
    const symbols = await vscode.commands.executeCommand<readonly vscode.DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    if (!symbols || symbols.length === 0) {
      if (cached === undefined) this.refreshSoon();
      return cached?.functions ?? [];
    }
    const functions = functionsIn(symbols, document);
    this.#functions.set(document, { version, functions });
    return functions;
  }
}

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('spanline.codeLens');
}

function windowText(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? 'day' : `${minutes / 1440} days`;
  if (minutes % 60 === 0) return minutes === 60 ? 'hour' : `${minutes / 60} hours`;
  return minutes === 1 ? 'minute' : `${minutes} minutes`;
}

/** Functions, methods and multi-line constants that hold one; callbacks inside them belong to them. */
function functionsIn(roots: readonly vscode.DocumentSymbol[], document: vscode.TextDocument): readonly FunctionRange[] {
  const functions: FunctionRange[] = [];
  const pending = [...roots];
  for (let symbol = pending.pop(); symbol; symbol = pending.pop()) {
    // Some providers answer with flat SymbolInformation, which has neither.
    pending.push(...(symbol.children ?? []));
    const { range, selectionRange } = symbol;
    if (!range || !selectionRange || !isFunction(symbol, document)) continue;
    functions.push({
      firstLine: range.start.line as Base0,
      lastLine: range.end.line as Base0,
      nameLine: selectionRange.start.line as Base0,
    });
  }
  return functions;
}

/** Callbacks appear as functions named `<function>` or `name() callback`: the named function around them is meant. */
function isFunction(symbol: vscode.DocumentSymbol, document: vscode.TextDocument): boolean {
  if (FUNCTION_KINDS.has(symbol.kind)) return !/^<|\bcallback$/.test(symbol.name);
  if (!MAYBE_FUNCTION_KINDS.has(symbol.kind)) return false;
  const head = document.getText(symbol.range).slice(0, 500);
  return head.includes('=>') || /\bfunction\b/.test(head);
}
