import * as vscode from 'vscode';
import { formatAge } from '../../core/age.ts';
import { makesSpan } from '../../core/sourceText/makesSpan.ts';
import type { DocumentFunctions } from './documentFunctions.ts';

interface UnseenStore {
  oldestEpochNs(): Promise<string | undefined>;
}

/** Says of functions that make spans, and of which none has come, since when none has. */
export class UnseenFunctions {
  readonly #store: UnseenStore;
  readonly #functions: DocumentFunctions;

  constructor(store: UnseenStore, functions: DocumentFunctions) {
    this.#store = store;
    this.#functions = functions;
  }

  /** `seen` are the lines that have a lens already. */
  async lensesOf(document: vscode.TextDocument, seen: ReadonlySet<number>): Promise<readonly vscode.CodeLens[]> {
    const text = document.getText();
    if (!makesSpan(text)) return [];
    const oldest = await this.#store.oldestEpochNs();
    const since = oldest === undefined ? 'no traces yet' : `since ${formatAge(oldest, Date.now())}`;
    const functions = await this.#functions.of(document);
    return functions
      .filter(({ nameLine }) => !seen.has(nameLine))
      .filter(({ firstLine, lastLine }) => {
        // A span made in a function within it is not its own.
        const inner = functions.filter((other) => other.firstLine > firstLine && other.lastLine <= lastLine);
        return makesSpan(ownText(document, firstLine, lastLine, inner));
      })
      .map(({ nameLine }) => {
        const range = new vscode.Range(nameLine, 0, nameLine, 0);
        const tooltip = 'This function makes spans, and the local store has none of them.';
        return new vscode.CodeLens(range, { title: `never seen, ${since}`, tooltip, command: '' });
      });
  }
}

function ownText(
  document: vscode.TextDocument,
  firstLine: number,
  lastLine: number,
  inner: readonly { readonly firstLine: number; readonly lastLine: number }[],
): string {
  const lines: string[] = [];
  for (let line = firstLine; line <= Math.min(lastLine, document.lineCount - 1); line++) {
    if (!inner.some((other) => line >= other.firstLine && line <= other.lastLine))
      lines.push(document.lineAt(line).text);
  }
  return lines.join('\n');
}
