import * as vscode from 'vscode';
import { functionOutline } from '../../core/outline/functionOutline.ts';
import type { Base0 } from '../../core/position.ts';
import type { FunctionRange } from '../../latency/functionGroups.ts';
import { bareFunctionName } from '../../core/bareFunctionName.ts';

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
/** A language service that starts has no symbols yet. */
const ASK_AGAIN_MS = 2000;
/** The look of 220,000 characters takes 24 ms, more than the extension host may be held. */
const MAX_OUTLINED_CHARS = 180_000;

interface Known {
  readonly version: number;
  readonly functions: readonly FunctionRange[];
  /** By a language's own service; by text alone it is asked again. */
  readonly bySymbols: boolean;
  readonly askedMs: number;
}

/** The functions of documents: as the language's own symbol provider tells, or else as the text alone does. */
export class DocumentFunctions {
  readonly #known = new WeakMap<vscode.TextDocument, Known>();

  async of(document: vscode.TextDocument): Promise<readonly FunctionRange[]> {
    const { version } = document;
    const known = this.#known.get(document);
    const isFresh = known?.version === version && (known.bySymbols || Date.now() - known.askedMs < ASK_AGAIN_MS);
    if (isFresh) return known.functions;
    const symbols = await vscode.commands.executeCommand<readonly vscode.DocumentSymbol[] | undefined>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    const bySymbols = symbols !== undefined && symbols.length > 0;
    // The text is the same: its outline is, too.
    const byText = (): readonly FunctionRange[] => (known?.version === version ? known.functions : outlined(document));
    const functions = bySymbols ? functionsIn(symbols, document) : byText();
    this.#known.set(document, { version, functions, bySymbols, askedMs: Date.now() });
    return functions;
  }
}

function outlined(document: vscode.TextDocument): readonly FunctionRange[] {
  const text = document.getText();
  return text.length > MAX_OUTLINED_CHARS ? [] : (functionOutline(text, document.languageId) ?? []);
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
      // Go's provider says `(*Cart).Price`, Java's `price(int)`.
      name: bareFunctionName(symbol.name.replace(/\(.*\)$/, '')) ?? symbol.name,
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
