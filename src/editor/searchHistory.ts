import type * as vscode from 'vscode';
import type { SavedSearch, SearchLists } from '../core/searchProtocol.ts';

const RECENT = 'spanline.recentSearches';
const SAVED = 'spanline.savedSearches';
const MAX_RECENT = 20;
const MAX_SAVED = 100;

/** Recent searches of this workspace, and the saved ones of all. Kept as the user typed them, nothing found is in them. */
export class SearchHistory {
  readonly #workspace: vscode.Memento;
  readonly #global: vscode.Memento;

  constructor(workspace: vscode.Memento, global: vscode.Memento) {
    this.#workspace = workspace;
    this.#global = global;
  }

  lists(): SearchLists {
    return {
      recent: this.#workspace.get<readonly string[]>(RECENT, []),
      saved: this.#global.get<readonly SavedSearch[]>(SAVED, []),
    };
  }

  /** Puts a search at the head of the recent ones. */
  async remember(text: string): Promise<void> {
    if (text === '') return;
    const others = this.lists().recent.filter((known) => known !== text);
    await this.#workspace.update(RECENT, [text, ...others].slice(0, MAX_RECENT));
  }

  async save(search: SavedSearch): Promise<void> {
    const others = this.lists().saved.filter(({ name }) => name !== search.name);
    await this.#global.update(SAVED, [search, ...others].slice(0, MAX_SAVED));
  }

  async remove(name: string): Promise<void> {
    await this.#global.update(
      SAVED,
      this.lists().saved.filter((saved) => saved.name !== name),
    );
  }

  async clearRecent(): Promise<void> {
    await this.#workspace.update(RECENT, undefined);
  }
}
