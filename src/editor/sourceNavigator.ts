import * as vscode from 'vscode';
import { codeHint } from '../core/codeHints/codeHint.ts';
import { functionAt } from '../core/outline/functionAt.ts';
import { functionOutline } from '../core/outline/functionOutline.ts';
import { toBase0, toBase1, type Base1 } from '../core/position.ts';
import type { LocationView } from '../core/protocol.ts';
import type { SpanClues } from '../core/spanClues.ts';
import { visibleText } from '../core/visibleText.ts';
import { embeddedPath } from '../mapping/embeddedPath.ts';
import type { CodePlace, EmbeddedSource, FoundPlace, Located } from '../mapping/located.ts';
import type { Drift, RevisionDrift } from '../mapping/revisionDrift.ts';
import type { SpanResolver } from '../mapping/spanResolver.ts';
import type { EmbeddedSources } from './embeddedSources.ts';
import type { PlaceChoice } from './placeChoice.ts';
import { placeLabel } from './placeLabel.ts';

/**
 * - `look`: only find out
 * - `reveal`: show it beside the waterfall, focus stays
 * - `go`: show it and go there
 */
export type ShowMode = 'look' | 'reveal' | 'go';

interface SourceNavigatorParts {
  readonly resolver: SpanResolver;
  readonly drift: RevisionDrift;
  readonly embedded: EmbeddedSources;
  /** For when the user is to say where it is. */
  readonly choice: PlaceChoice;
  /** Links worked out; git wants that. `undefined` when there is no such file. */
  readonly realpath: (path: string) => Promise<string | undefined>;
}

const RESTRICTED: LocationView = {
  state: 'missing',
  reason: 'In Restricted Mode spans are not looked up in files.',
  hint: 'Trust this workspace to go from spans to source.',
};

/** A place with what became of it since it ran. */
interface Followed {
  readonly located: Located | undefined;
  readonly drift: string | undefined;
}

/** Takes a span to its line in the editor. */
export class SourceNavigator implements vscode.Disposable {
  readonly #parts: SourceNavigatorParts;
  readonly #highlight = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    border: '1px solid',
    borderColor: new vscode.ThemeColor('editor.rangeHighlightBorder'),
  });
  #highlighted: vscode.TextEditor | undefined;
  #latest = new AbortController();

  constructor(parts: SourceNavigatorParts) {
    this.#parts = parts;
  }

  /** Finds the span's code and shows it as `mode` says, in another group than `waterfallColumn`. Never rejects for a span without code. */
  async show(clues: SpanClues, mode: ShowMode, waterfallColumn: vscode.ViewColumn | undefined): Promise<LocationView> {
    if (!vscode.workspace.isTrusted) return RESTRICTED;
    // Only the last span moved to is shown: holding an arrow key must not open a file for every span on the way.
    if (mode !== 'look') {
      this.#latest.abort();
      this.#latest = new AbortController();
    }
    const { signal } = this.#latest;
    const followed = await this.#follow(clues, signal);
    if (mode === 'look' || signal.aborted) return viewOf(followed, clues);
    return viewOf(await this.#open(followed, clues, mode, waterfallColumn), clues);
  }

  /** Lets the user say where the span's code is; the answer is the place as it is known after that. */
  async correct(clues: SpanClues, waterfallColumn: vscode.ViewColumn | undefined): Promise<LocationView> {
    if (!vscode.workspace.isTrusted) return RESTRICTED;
    const { signal } = new AbortController();
    const { resolver, choice } = this.#parts;
    const before = await resolver.locate(clues, signal);
    const candidates = before?.state === 'ambiguous' ? before.candidates : [];
    if (!(await choice.correct(clues, candidates))) return viewOf(await this.#follow(clues, signal), clues);
    return this.show(clues, 'reveal', waterfallColumn);
  }

  dispose(): void {
    this.#latest.abort();
    this.#highlight.dispose();
  }

  async #follow(clues: SpanClues, signal: AbortSignal): Promise<Followed> {
    const located = await this.#parts.resolver.locate(clues, signal);
    const { revision } = clues;
    if (located?.state !== 'found' || located.ranLine === undefined || revision === undefined)
      return { located, drift: undefined };
    return this.#drifted(located, located.ranLine, revision, signal);
  }

  /** Where a line of the revision that ran is in the text on screen, saved or not. */
  async #drifted(located: FoundPlace, line: Base1, revision: string, signal: AbortSignal): Promise<Followed> {
    const path = await this.#parts.realpath(located.path);
    if (path === undefined) return { located, drift: undefined };
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(located.path));
    const currentText = document.getText();
    const question = { path, line, revision, currentText };
    const { drift } = this.#parts;
    const first = await drift.translate(question, signal);
    // The function around is that of the new place.
    const at = first.kind === 'moved' ? first.line : line;
    const around = functionAt(functionOutline(currentText, document.languageId) ?? [], toBase0(at));
    const functionRange = around && { firstLine: toBase1(around.firstLine), lastLine: toBase1(around.lastLine) };
    const answer = functionRange ? await drift.translate({ ...question, functionRange }, signal) : first;
    return applied(located, answer);
  }

  async #open(
    followed: Followed,
    clues: SpanClues,
    mode: 'reveal' | 'go',
    waterfallColumn: vscode.ViewColumn | undefined,
  ): Promise<Followed> {
    const { located } = followed;
    if (located?.state === 'found') {
      await this.#revealFound(located, mode, waterfallColumn);
      return followed;
    }
    if (mode === 'reveal') return followed;
    if (located?.state === 'ambiguous') {
      const place = await this.#parts.choice.among(clues, located.candidates);
      if (!place) return followed;
      await this.#reveal(place, mode, waterfallColumn);
      return this.#follow(clues, new AbortController().signal);
    }
    if (located) void vscode.window.showInformationMessage(visibleText(`${located.reason} ${located.hint}`));
    return followed;
  }

  /** A source that is in its map alone is shown as it is there. */
  async #revealFound(found: FoundPlace, mode: ShowMode, waterfallColumn: vscode.ViewColumn | undefined): Promise<void> {
    const document = found.embedded && (await this.#parts.embedded.open(found.embedded));
    if (found.embedded && document) await this.#revealIn(document, found.embedded, mode, waterfallColumn);
    else await this.#reveal(found, mode, waterfallColumn);
  }

  async #reveal(place: CodePlace, mode: ShowMode, waterfallColumn: vscode.ViewColumn | undefined): Promise<void> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(place.path));
    await this.#revealIn(document, place, mode, waterfallColumn);
  }

  async #revealIn(
    document: vscode.TextDocument,
    place: Pick<CodePlace, 'line' | 'column'>,
    mode: ShowMode,
    waterfallColumn: vscode.ViewColumn | undefined,
  ): Promise<void> {
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

/** What has changed since makes a place less sure than its path is. */
function applied(located: FoundPlace, drift: Drift): Followed {
  switch (drift.kind) {
    case 'same':
      return { located, drift: drift.functionChanged ? 'The function has changed since it ran.' : undefined };
    case 'moved': {
      const changed = drift.functionChanged ? ', and the function has changed since' : '';
      return { located: { ...located, line: drift.line }, drift: sentence(`${drift.why}${changed}`) };
    }
    case 'changed': {
      const confidence = located.confidence === 'exact' ? 'likely' : located.confidence;
      return { located: { ...located, line: drift.line, column: undefined, confidence }, drift: sentence(drift.why) };
    }
    case 'unknown':
      return { located, drift: sentence(`whether it has moved since is not known: ${drift.why}`) };
  }
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}

function embeddedLabel({ name, line }: EmbeddedSource): string {
  return `${embeddedPath(name)}:${line} (from the source map)`;
}

function viewOf({ located, drift }: Followed, { language, refs, literals }: SpanClues): LocationView {
  const { text, snippet } = codeHint(language);
  const help = snippet && { snippet };
  if (!located) {
    const isBare = refs.length === 0 && literals.length === 0;
    const said = isBare
      ? 'This span does not say where its code is.'
      : 'Nothing that this span says is in the code here.';
    return { state: 'none', hint: `${said} ${text}`, ...help };
  }
  switch (located.state) {
    case 'found':
      return {
        state: 'found',
        label: located.embedded ? embeddedLabel(located.embedded) : placeLabel(located),
        confidence: located.confidence,
        reason: located.reason,
        ...(drift !== undefined && { drift }),
      };
    case 'ambiguous':
      return { state: 'ambiguous', labels: located.candidates.map(placeLabel), reason: located.reason };
    case 'missing':
      return { ...located, ...(refs.every(({ filePath }) => filePath === undefined) && help) };
  }
}
