import type { TraceId } from '../core/ids.ts';
import type { SearchBegun, SearchEvents, SearchLists, SearchStart, Suggestion } from '../core/searchProtocol.ts';

/**
 * What a search page searches, whoever does it: the local store and the backends in the editor, or a script behind the browser door.
 * One source a page. Parameters are checked before they come here; failures are Problems, their messages reach the user.
 */
export interface SearchPageSource {
  /**
   * A page is there: the first one, or another after the tab was hidden and shown again. Its `text` is searched for at once: leave it
   * empty, the panel puts there what it was opened or told to search for.
   */
  start(): Promise<SearchStart>;
  /** Resolves as soon as the search is under way; what it finds follows through {@link onEvent}. The search before it is over. */
  search(text: string, sources: readonly string[]): Promise<SearchBegun>;
  /** Goes on with a search for older traces; a number that is not the newest search's is nothing to do. */
  more(search: number): Promise<void>;
  cancel(search: number): Promise<void>;
  /** @param caret from 0 to the text's length */
  suggest(text: string, caret: number, sources: readonly string[], signal: AbortSignal): Promise<readonly Suggestion[]>;
  openTrace(source: string, traceId: TraceId): Promise<void>;
  saveSearch(name: string, text: string): Promise<SearchLists>;
  removeSearch(name: string): Promise<SearchLists>;
  clearRecent(): Promise<SearchLists>;
  copy(text: string): Promise<void>;
  addBackend(): Promise<void>;
  enterCredentials(source: string): Promise<void>;
  /** Calls `listener` with whatever the page is to be told, in order, until disposed. */
  onEvent(listener: (event: SearchPageEvent) => void): { dispose(): void };
}

/** One of {@link SearchEvents} with what goes along with it. */
export type SearchPageEvent = {
  readonly [E in keyof SearchEvents]: { readonly event: E; readonly data: SearchEvents[E] };
}[keyof SearchEvents];
