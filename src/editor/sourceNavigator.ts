import * as vscode from 'vscode';
import { stringAttribute } from '../core/attribute.ts';
import { codeRefsOf } from '../core/codeRefs.ts';
import { toBase0 } from '../core/position.ts';
import type { LocationView } from '../core/protocol.ts';
import type { SpanDetail } from '../core/span.ts';
import { visibleText } from '../core/visibleText.ts';
import type { CodePlace, Located } from '../mapping/located.ts';
import { locateFirst } from '../mapping/locateFirst.ts';
import type { SpanLocator } from '../mapping/spanLocator.ts';

/**
 * - `look`: only find out
 * - `reveal`: show it beside the waterfall, focus stays
 * - `go`: show it and go there
 */
export type ShowMode = 'look' | 'reveal' | 'go';

const NO_CODE: LocationView = {
  state: 'none',
  hint: 'This span does not say where its code is. Set code.file.path and code.line.number on it, for example with a span processor; the README has one for Node.',
};
const RESTRICTED: LocationView = {
  state: 'missing',
  reason: 'In Restricted Mode spans are not looked up in files.',
  hint: 'Trust this workspace to go from spans to source.',
};

/** Takes a span to its line in the editor. */
export class SourceNavigator implements vscode.Disposable {
  readonly #locator: SpanLocator;
  readonly #highlight = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    border: '1px solid',
    borderColor: new vscode.ThemeColor('editor.rangeHighlightBorder'),
  });
  #highlighted: vscode.TextEditor | undefined;
  #latest = new AbortController();

  constructor(locator: SpanLocator) {
    this.#locator = locator;
  }

  /** Finds the span's code and shows it as `mode` says, in another group than `waterfallColumn`. Never rejects for a span without code. */
  async show(
    detail: SpanDetail,
    mode: ShowMode,
    waterfallColumn: vscode.ViewColumn | undefined,
  ): Promise<LocationView> {
    const [ref, ...others] = codeRefsOf(detail);
    if (!ref) return NO_CODE;
    if (!vscode.workspace.isTrusted) return RESTRICTED;
    // Only the last span moved to is shown: holding an arrow key must not open a file for every span on the way.
    if (mode !== 'look') {
      this.#latest.abort();
      this.#latest = new AbortController();
    }
    const { signal } = this.#latest;
    const workingDirectory = stringAttribute(detail.resource, 'process.working_directory');
    const located = await locateFirst(
      this.#locator,
      [ref, ...others],
      { service: detail.service, ...(workingDirectory !== undefined && { workingDirectory }) },
      signal,
    );
    if (mode !== 'look' && !signal.aborted) await this.#open(located, mode, waterfallColumn);
    return viewOf(located);
  }

  dispose(): void {
    this.#latest.abort();
    this.#highlight.dispose();
  }

  async #open(located: Located, mode: ShowMode, waterfallColumn: vscode.ViewColumn | undefined): Promise<void> {
    if (located.state === 'found') await this.#reveal(located, mode, waterfallColumn);
    else if (mode === 'go' && located.state === 'ambiguous') {
      const place = await pick(located.candidates);
      if (place) await this.#reveal(place, mode, waterfallColumn);
    } else if (mode === 'go' && located.state === 'missing')
      void vscode.window.showInformationMessage(visibleText(`${located.reason} ${located.hint}`));
  }

  async #reveal(place: CodePlace, mode: ShowMode, waterfallColumn: vscode.ViewColumn | undefined): Promise<void> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(place.path));
    const line = Math.min(toBase0(place.line), document.lineCount - 1);
    const column =
      place.column === undefined ? document.lineAt(line).firstNonWhitespaceCharacterIndex : toBase0(place.column);
    const position = new vscode.Position(line, Math.min(column, document.lineAt(line).text.length));
    const editor = await vscode.window.showTextDocument(document, {
      viewColumn: codeColumn(waterfallColumn),
      preserveFocus: mode !== 'go',
      preview: true,
      selection: new vscode.Range(position, position),
    });
    editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    this.#highlighted?.setDecorations(this.#highlight, []);
    editor.setDecorations(this.#highlight, [new vscode.Range(position, position)]);
    this.#highlighted = editor;
  }
}

/** The first group that is not the waterfall's; a new one beside it when there is no other. */
function codeColumn(waterfall: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const other = vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn !== waterfall);
  return other?.viewColumn ?? vscode.ViewColumn.Beside;
}

async function pick(candidates: readonly CodePlace[]): Promise<CodePlace | undefined> {
  const items = candidates.map((place) => ({ label: labelOf(place), place }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Several files fit this span',
    placeHolder: 'Which one is it?',
  });
  return picked?.place;
}

function labelOf({ path, line }: CodePlace): string {
  return `${vscode.workspace.asRelativePath(path)}:${line}`;
}

function viewOf(located: Located): LocationView {
  switch (located.state) {
    case 'found':
      return {
        state: 'found',
        label: labelOf(located),
        confidence: located.confidence,
        reason: located.reason,
      };
    case 'ambiguous':
      return { state: 'ambiguous', labels: located.candidates.map(labelOf), reason: located.reason };
    case 'missing':
      return located;
  }
}
