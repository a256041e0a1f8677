import * as vscode from 'vscode';
import { Problem } from '../core/problem.ts';
import { Rpc } from '../core/rpc.ts';
import type { SearchHostApi } from '../core/searchProtocol.ts';
import { pageIn, panelOptions } from './pageIn.ts';
import { searchHandlers } from './searchHandlers.ts';
import type { SearchPageSource } from './searchPageSource.ts';

/** The view type; the manifest's `onWebviewPanel` activation goes by it. */
export const SEARCH_VIEW_TYPE = 'spanline.search';

const TITLE = 'Search Traces';

/**
 * The editor tab in which traces are searched. It is gone with its tab: `onDidDispose` tells. Its page is gone whenever the tab is hidden
 * and asks for everything anew when it comes back, so the source's `start` may be called more than once.
 */
export class SearchPanel {
  readonly onDidDispose: vscode.Event<void>;
  readonly #panel: vscode.WebviewPanel;
  readonly #rpc: Rpc<object, SearchHostApi>;
  /** What to search for as soon as the page is there. */
  #pendingText: string | undefined;
  /** Whether there is a page that hears. */
  #live = false;

  /** Opens a tab in `column` and searches for `text` there, if it is not empty. */
  static open(
    extensionUri: vscode.Uri,
    column: vscode.ViewColumn | { readonly viewColumn: vscode.ViewColumn; readonly preserveFocus: boolean },
    source: SearchPageSource,
    text = '',
  ): SearchPanel {
    const panel = vscode.window.createWebviewPanel(SEARCH_VIEW_TYPE, TITLE, column, panelOptions(extensionUri));
    return new SearchPanel(panel, extensionUri, source, text === '' ? undefined : text);
  }

  /** Fills a tab that VS Code brought back after a reload; the page itself remembers what it searched for. */
  static restore(panel: vscode.WebviewPanel, extensionUri: vscode.Uri, source: SearchPageSource): SearchPanel {
    panel.webview.options = panelOptions(extensionUri);
    return new SearchPanel(panel, extensionUri, source, undefined);
  }

  private constructor(
    panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    source: SearchPageSource,
    text: string | undefined,
  ) {
    const { webview } = panel;
    this.#panel = panel;
    this.#pendingText = text;
    this.onDidDispose = panel.onDidDispose;
    panel.iconPath = new vscode.ThemeIcon('search');
    // Listening begins before the page exists, so that its first call is not lost.
    this.#rpc = new Rpc<object, SearchHostApi>(
      {
        post: (message) => void webview.postMessage(message),
        listen: (receive) => webview.onDidReceiveMessage(receive),
      },
      searchHandlers(source, () => this.#takeText()),
    );
    const events = source.onEvent(({ event, data }) => this.#rpc.tell(event, data));
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.#live = false;
    });
    panel.onDidDispose(() => {
      events.dispose();
      this.#rpc.close(new Problem('cancelled', 'The search was closed.'));
    });
    webview.html = pageIn(webview, extensionUri, 'search', 'Spanline search');
  }

  get active(): boolean {
    return this.#panel.active;
  }

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

  /** Brings the tab to the front and searches for `text` there. */
  run(text: string): void {
    // A hidden page does not hear: it takes the text with it as it comes back.
    if (this.#live) this.#rpc.tell('run', { text });
    else this.#pendingText = text;
    this.show(false);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #takeText(): string | undefined {
    const text = this.#pendingText;
    this.#pendingText = undefined;
    this.#live = true;
    return text;
  }
}
