import * as vscode from 'vscode';
import { base1, toBase1, type Base0 } from '../core/position.ts';
import type { SpanClues } from '../core/spanClues.ts';
import { visibleText } from '../core/visibleText.ts';
import type { Correction } from '../mapping/correction.ts';
import type { Corrections } from '../mapping/corrections.ts';
import type { CodePlace } from '../mapping/located.ts';
import { placeLabel } from './placeLabel.ts';
import { plainLabel } from './plainLabel.ts';

interface PlaceItem extends vscode.QuickPickItem {
  readonly choose?: () => Promise<CodePlace | undefined>;
}

interface CorrectionItem extends vscode.QuickPickItem {
  readonly correction: Correction;
}

/** Asks the user where code is, and remembers what was said. */
export class PlaceChoice {
  readonly #corrections: Corrections;
  /** Answers given so far may be others now. */
  readonly #onChanged: () => void;

  constructor(corrections: Corrections, onChanged: () => void) {
    this.#corrections = corrections;
    this.#onChanged = onChanged;
  }

  /** One of several places that fit; undefined when the user does not say. */
  async among(clues: SpanClues, candidates: readonly CodePlace[]): Promise<CodePlace | undefined> {
    const picked = await vscode.window.showQuickPick(candidates.map(placeItem), {
      title: 'Several places fit this span',
      placeHolder: 'Which one is it? The choice is remembered.',
    });
    const place = await picked?.choose?.();
    if (place) await this.#remember(clues, place);
    return place;
  }

  /** Any place, or none any more. True when something was said. */
  async correct(clues: SpanClues, candidates: readonly CodePlace[]): Promise<boolean> {
    const cursor = cursorPlace();
    const items: PlaceItem[] = [
      ...candidates.map(placeItem),
      ...(cursor
        ? [{ ...placeItem(cursor), label: `$(location) ${placeLabel(cursor)}`, description: 'where the cursor is' }]
        : []),
      { label: '$(file-code) Another file...', choose: () => askFile(clues) },
    ];
    const title = `Where is the code of ${plainLabel(clues.name).slice(0, 80)}?`;
    const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'The answer is remembered.' });
    const place = await picked?.choose?.();
    if (!place) return false;
    await this.#remember(clues, place);
    return true;
  }

  /** Lists what was said, to forget some of it. */
  async forget(): Promise<void> {
    const items = this.#corrections.all().map(correctionItem).toReversed();
    if (items.length === 0) {
      void vscode.window.showInformationMessage('No place of a span has been corrected in this workspace.');
      return;
    }
    const picked = await vscode.window.showQuickPick(items, {
      title: 'Forget corrected places',
      placeHolder: 'Choose what to forget',
      canPickMany: true,
    });
    if (!picked || picked.length === 0) return;
    for (const { correction } of picked) this.#corrections.forget(correction);
    this.#onChanged();
  }

  async #remember(clues: SpanClues, place: CodePlace): Promise<void> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(place.path));
    const line = Math.min(place.line - 1, document.lineCount - 1);
    const correction = this.#corrections.remember(clues, place, document.lineAt(line).text);
    this.#onChanged();
    void this.#offerUndo(correction);
  }

  async #offerUndo(correction: Correction): Promise<void> {
    const undo = 'Undo';
    if ((await vscode.window.showInformationMessage(rememberedText(correction), undo)) !== undo) return;
    this.#corrections.forget(correction);
    this.#onChanged();
  }
}

function placeItem(place: CodePlace): PlaceItem {
  return { label: placeLabel(place), choose: () => Promise.resolve(place) };
}

/** Of the editor that was used last: the waterfall may have the focus. */
function cursorPlace(): CodePlace | undefined {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  if (editor?.document.uri.scheme !== 'file' || !vscode.workspace.getWorkspaceFolder(editor.document.uri))
    return undefined;
  return { path: editor.document.uri.fsPath, line: toBase1(editor.selection.active.line as Base0), column: undefined };
}

async function askFile({ refs }: SpanClues): Promise<CodePlace | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: 'The file with the code of this span',
      ...(vscode.workspace.workspaceFolders?.[0] && { defaultUri: vscode.workspace.workspaceFolders[0].uri }),
    })) ?? [];
  if (!uri) return undefined;
  if (!vscode.workspace.getWorkspaceFolder(uri)) {
    void vscode.window.showWarningMessage('The file is not in this workspace: open its folder first.');
    return undefined;
  }
  return { path: uri.fsPath, line: refs.find(({ line }) => line !== undefined)?.line ?? base1(1)!, column: undefined };
}

function rememberedText(correction: Correction): string {
  if (correction.kind === 'path') {
    const to = vscode.workspace.asRelativePath(correction.to);
    return visibleText(`Remembered: what ran from ${correction.from} is in ${to}.`);
  }
  const { label, service, path, line } = correction;
  return visibleText(`Remembered: ${label} of ${service} is at ${placeLabel({ path, line })}.`);
}

function correctionItem(correction: Correction): CorrectionItem {
  if (correction.kind === 'path')
    return {
      label: plainLabel(correction.from),
      description: `is ${vscode.workspace.asRelativePath(correction.to)}`,
      correction,
    };
  const { label, service, path, line } = correction;
  return {
    label: plainLabel(label),
    description: `of ${plainLabel(service)} is at ${placeLabel({ path, line })}`,
    correction,
  };
}
