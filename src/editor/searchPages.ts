import * as vscode from 'vscode';
import { SEARCH_VIEW_TYPE, SearchPanel } from '../panel/searchPanel.ts';
import { SearchPage, type SearchSurroundings } from './searchPage.ts';

/** The search tab: one at a time, since a search is a text that can be changed. */
export class SearchPages implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #around: SearchSurroundings;
  readonly #serializer: vscode.Disposable;
  #open: { readonly panel: SearchPanel; readonly page: SearchPage } | undefined;

  constructor(extensionUri: vscode.Uri, around: SearchSurroundings) {
    this.#extensionUri = extensionUri;
    this.#around = around;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(SEARCH_VIEW_TYPE, {
      deserializeWebviewPanel: async (panel) => {
        this.#track((page) => SearchPanel.restore(panel, extensionUri, page));
      },
    });
  }

  /** Shows the tab, and searches for the text when there is one. */
  show(text: string): void {
    if (!this.#open) this.#track((page) => SearchPanel.open(this.#extensionUri, vscode.ViewColumn.Active, page, text));
    else if (text === '') this.#open.panel.show(false);
    else this.#open.panel.run(text);
  }

  dispose(): void {
    this.#serializer.dispose();
    this.#open?.page.dispose();
  }

  #track(create: (page: SearchPage) => SearchPanel): void {
    const page = new SearchPage(this.#around);
    const panel = create(page);
    const open = { panel, page };
    this.#open = open;
    panel.onDidDispose(() => {
      page.dispose();
      if (this.#open === open) this.#open = undefined;
    });
  }
}
