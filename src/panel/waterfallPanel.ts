import * as vscode from 'vscode';
import { Problem } from '../core/problem.ts';
import type { HostApi } from '../core/protocol.ts';
import { Rpc } from '../core/rpc.ts';
import { hostHandlers } from './hostHandlers.ts';
import { pageIn, panelOptions } from './pageIn.ts';
import type { WaterfallSource } from './waterfallSource.ts';

/** The view type; the manifest's `onWebviewPanel` activation goes by it. */
export const WATERFALL_VIEW_TYPE = 'spanline.waterfall';

/** An editor tab that shows a trace. It is gone with its tab: `onDidDispose` tells. */
export class WaterfallPanel {
  readonly onDidDispose: vscode.Event<void>;
  readonly #panel: vscode.WebviewPanel;
  readonly #rpc: Rpc<object, HostApi>;

  /** Opens a tab in `column`. */
  static open(
    extensionUri: vscode.Uri,
    title: string,
    column: vscode.ViewColumn | { readonly viewColumn: vscode.ViewColumn; readonly preserveFocus: boolean },
    source: WaterfallSource,
  ): WaterfallPanel {
    const panel = vscode.window.createWebviewPanel(WATERFALL_VIEW_TYPE, title, column, panelOptions(extensionUri));
    return new WaterfallPanel(panel, extensionUri, source);
  }

  /** Fills a tab that VS Code brought back after a reload. */
  static restore(panel: vscode.WebviewPanel, extensionUri: vscode.Uri, source: WaterfallSource): WaterfallPanel {
    panel.webview.options = panelOptions(extensionUri);
    return new WaterfallPanel(panel, extensionUri, source);
  }

  private constructor(panel: vscode.WebviewPanel, extensionUri: vscode.Uri, source: WaterfallSource) {
    const { webview } = panel;
    this.#panel = panel;
    this.onDidDispose = panel.onDidDispose;
    panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, 'media', 'waterfall-light.svg'),
      dark: vscode.Uri.joinPath(extensionUri, 'media', 'waterfall-dark.svg'),
    };
    // Listening begins before the page exists, so that its first call is not lost.
    this.#rpc = new Rpc<object, HostApi>(
      {
        post: (message) => void webview.postMessage(message),
        listen: (receive) => webview.onDidReceiveMessage(receive),
      },
      hostHandlers(source),
    );
    const replaced = source.onReplaced((start) => this.#rpc.tell('replaced', start));
    panel.onDidDispose(() => {
      replaced.dispose();
      this.#rpc.close(new Problem('cancelled', 'The waterfall was closed.'));
    });
    webview.html = pageIn(webview, extensionUri, 'webview', 'Spanline waterfall');
  }

  set title(title: string) {
    this.#panel.title = title;
  }

  get active(): boolean {
    return this.#panel.active;
  }

  /** Whether its tab is in front; a hidden page is not there at all. */
  get visible(): boolean {
    return this.#panel.visible;
  }

  get viewColumn(): vscode.ViewColumn | undefined {
    return this.#panel.viewColumn;
  }

  /** Brings the tab to the front. */
  show(preserveFocus: boolean): void {
    this.#panel.reveal(undefined, preserveFocus);
  }

  /** Selects a span in the view. */
  select(row: number): void {
    this.#rpc.tell('select', { row });
  }

  /** Replaces the trace by a sentence that says why it cannot be shown, or shows it above one that is there. */
  fail(message: string): void {
    this.#rpc.tell('failed', { message });
  }

  dispose(): void {
    this.#panel.dispose();
  }
}
