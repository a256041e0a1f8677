import * as vscode from 'vscode';
import type { LatencyStats } from '../../core/latencyProtocol.ts';
import { formatDuration } from '../../core/time.ts';
import { callsText } from '../../latency/countText.ts';
import { latencySettings } from './latencySettings.ts';
import type { SiteIndex } from './siteIndex.ts';

interface HottestStore {
  latency(groups: readonly (readonly number[])[], windowMs: number): Promise<readonly (LatencyStats | undefined)[]>;
}

/** Shows on demand at which line of a file most time is spent, of the lines that its spans tell. */
export class HottestLine implements vscode.Disposable {
  readonly #store: HottestStore;
  readonly #sites: SiteIndex;
  readonly #mark = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    overviewRulerColor: new vscode.ThemeColor('editorWarning.foreground'),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
    after: { margin: '0 0 0 3em', color: new vscode.ThemeColor('editorCodeLens.foreground') },
  });
  readonly #edits: vscode.Disposable;
  #marked: vscode.TextEditor | undefined;

  constructor(store: HottestStore, sites: SiteIndex) {
    this.#store = store;
    this.#sites = sites;
    // What it says is of the text as it was.
    this.#edits = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document === this.#marked?.document) this.#clear();
    });
  }

  /** Marks the line in the active editor and goes there; a second time takes the mark away. */
  async toggle(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    if (this.#marked === editor) {
      this.#clear();
      return;
    }
    const { windowMs, window } = latencySettings();
    const byLine = Map.groupBy(this.#sites.sitesIn(editor.document.uri), ({ line }) => line);
    const lines = [...byLine.keys()];
    const stats = await this.#store.latency(
      lines.map((line) =>
        byLine
          .get(line)!
          .map(({ siteId }) => siteId)
          .filter((id) => id > 0),
      ),
      windowMs,
    );
    const total = stats.reduce((sum, each) => sum + (each?.sumNs ?? 0), 0);
    const [hottest] = lines
      .flatMap((line, i) => (stats[i] ? [{ line, stats: stats[i] }] : []))
      .sort((a, b) => b.stats.sumNs - a.stats.sumNs);
    if (!hottest) {
      void vscode.window.showInformationMessage(`No spans of this file's code in the last ${window}.`);
      return;
    }
    this.#clear();
    const share = total === 0 ? 100 : Math.round((hottest.stats.sumNs / total) * 100);
    const { sumNs, p95Ns, count } = hottest.stats;
    const facts = [`${formatDuration(sumNs)} total`, `p95 ${formatDuration(p95Ns)}`, callsText(count)].join(' · ');
    const range = editor.document.lineAt(Math.min(hottest.line, editor.document.lineCount - 1)).range;
    const contentText = `hottest line: ${share} % of the time of this file's spans · ${facts}`;
    editor.setDecorations(this.#mark, [{ range, renderOptions: { after: { contentText } } }]);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    this.#marked = editor;
  }

  dispose(): void {
    this.#edits.dispose();
    this.#mark.dispose();
  }

  #clear(): void {
    this.#marked?.setDecorations(this.#mark, []);
    this.#marked = undefined;
  }
}
