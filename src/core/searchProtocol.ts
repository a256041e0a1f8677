import type { TraceId } from './ids.ts';
import type { TraceSummary } from './trace.ts';

/*
 * The messages between the search page and its host. As in `protocol.ts`: one interface a direction, everything survives JSON.
 * The page sends texts, numbers of searches and IDs of sources, never addresses, paths or commands.
 */

/** What the search page may ask of its host. */
export interface SearchHostApi {
  /** First call after load. */
  ready(): SearchStart;
  /**
   * Begins a search and ends the one before; answers as soon as it is under way, results follow as events.
   * @param sources IDs of {@link SearchSource}; those that are not there any more are left out
   */
  search(params: { readonly text: string; readonly sources: readonly string[] }): SearchBegun;
  /** Asks the sources that had more, for traces older than those found; results follow as events of the same search. */
  more(params: { readonly search: number }): void;
  cancel(params: { readonly search: number }): void;
  /** What may stand at the caret. */
  suggest(params: {
    readonly text: string;
    readonly caret: number;
    readonly sources: readonly string[];
  }): readonly Suggestion[];
  /** Opens the trace in a tab of its own, from that source. */
  openTrace(params: { readonly source: string; readonly traceId: TraceId }): void;
  /** Keeps a search under a name, or replaces the one of that name. */
  saveSearch(params: { readonly name: string; readonly text: string }): SearchLists;
  removeSearch(params: { readonly name: string }): SearchLists;
  clearRecent(): SearchLists;
  copy(params: { readonly text: string }): void;
  addBackend(): void;
  /** Asks for the secret of a source that refused to answer. */
  enterCredentials(params: { readonly source: string }): void;
}

export interface SearchStart extends SearchLists {
  readonly sources: readonly SearchSource[];
  /** What to search for at once, empty for nothing. */
  readonly text: string;
  /** False in Restricted Mode: only the local store is there. */
  readonly trusted: boolean;
}

/** What can be searched: the local store and the configured backends. */
export interface SearchSource {
  readonly id: string;
  readonly label: string;
  /** For people: `Jaeger`, `Grafana Tempo`, `this machine`. */
  readonly kindLabel: string;
}

export interface SearchLists {
  /** Latest first. */
  readonly recent: readonly string[];
  readonly saved: readonly SavedSearch[];
}

export interface SavedSearch {
  readonly name: string;
  readonly text: string;
}

export interface SearchBegun {
  /** Numbers are never reused while the page lives. */
  readonly search: number;
  /** What of the text could not be used as it looks, in a sentence each. */
  readonly problems: readonly string[];
  /** Decimal nanoseconds since the Unix epoch: the time that is searched, for the plot's axis. */
  readonly fromEpochNs: string;
  readonly toEpochNs: string;
}

export interface Suggestion {
  /** What to show. */
  readonly label: string;
  /** Beside it, fainter. */
  readonly detail: string;
  /** Takes the place of [from, to) of the text. */
  readonly insert: string;
  readonly from: number;
  readonly to: number;
}

/** A trace that was found, and where. Names are untrusted text. */
export interface FoundTrace extends TraceSummary {
  readonly source: string;
  /** How many of its spans match, when they were looked at; `undefined` when the source did not say. */
  readonly matched: number | undefined;
}

/** What the host tells the search page unasked. */
export interface SearchEvents {
  /** More traces of a search; the same trace may come from several sources. At most a few of these a second and source. */
  found: { readonly search: number; readonly traces: readonly FoundTrace[] };
  /** How a source stands in a search. */
  progress: { readonly search: number; readonly source: string; readonly state: SourceState };
  /** Backends were added, removed or changed. */
  sources: { readonly sources: readonly SearchSource[] };
  /** Search for this now: the page was asked for from elsewhere. */
  run: { readonly text: string };
  lists: SearchLists;
}

export type SourceState =
  | { readonly state: 'asking' }
  /** Looks into candidates for what the source itself cannot be asked. */
  | { readonly state: 'checking'; readonly checked: number; readonly of: number }
  | {
      readonly state: 'done';
      /** Traces found by this source in all pages of the search. */
      readonly found: number;
      /** What there may be besides: nothing, older ones that {@link SearchHostApi.more} brings, or some that only a narrower search or a higher limit finds. */
      readonly more: 'none' | 'older' | 'narrow';
      /** What people should know about the answer, in sentences. */
      readonly notes: readonly string[];
    }
  | {
      readonly state: 'failed';
      readonly reason: 'unauthorised' | 'unreachable' | 'other';
      /** A sentence that names the source and says what to do. */
      readonly message: string;
    }
  | { readonly state: 'cancelled' };
