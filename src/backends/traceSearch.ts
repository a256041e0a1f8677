import type { SpanCondition } from '../core/spanQuery.ts';
import type { MatchedSummary, SummariseResult } from '../core/protocol.ts';
import type { FoundTrace, SourceState } from '../core/searchProtocol.ts';
import type { EpochRange } from '../core/timeWindow.ts';
import type { TraceId } from '../core/ids.ts';
import type { TraceSummary } from '../core/trace.ts';
import { counted } from '../core/counted.ts';
import { problemOf } from '../core/problem.ts';
import type { BackendQuery, FetchedTrace, SearchPage, SummariesPage } from './backend.ts';
import { checkedNote } from './checkedNote.ts';
import { eachOf } from './eachOf.ts';

/** Whoever can be searched: any backend, and the local store. */
export interface SearchableSource {
  readonly id: string;
  readonly label: string;
  /** See `BackendCapabilities.order`. */
  readonly order: 'newest' | 'any';
  /** Whether looking into its traces costs nobody anything, so that it need not be told. */
  readonly isLocal: boolean;
  /** How many traces a search may look into one by one for what the source cannot be asked. */
  readonly maxChecked: number;
  search(query: BackendQuery, signal: AbortSignal): Promise<SearchPage>;
  getTrace(traceId: TraceId, signal: AbortSignal, near?: EpochRange): Promise<FetchedTrace>;
}

/** The parser worker, as far as a search needs it; an empty filter takes every trace. */
export interface TraceReader {
  summarise(payload: FetchedTrace, filter: string, signal: AbortSignal): Promise<SummariseResult>;
}

/** Who is told what a search finds. */
export interface SearchListener {
  found(traces: readonly FoundTrace[]): void;
  progress(source: string, state: SourceState): void;
}

/** What is searched for. */
export interface WantedTraces {
  /** As typed, for the parser worker to check. */
  readonly text: string;
  readonly conditions: readonly SpanCondition[];
  readonly range: EpochRange;
  readonly limit: number;
}

/** Where the search stands with one source. */
interface Standing {
  readonly source: SearchableSource;
  /** What was told already: pages overlap by the nanosecond at which they meet. */
  readonly seen: Set<TraceId>;
  /** What was looked into one by one. */
  readonly looked: Set<TraceId>;
  /** Start of the oldest trace that the source named. */
  oldestNs: bigint | undefined;
  hasOlder: boolean;
  /** Traces that came whole. */
  read: number;
}

const CHECKS_AT_A_TIME = 4;
/** Often enough to watch, seldom enough to cost nothing. */
const PROGRESS_MS = 250;
/** A trace takes time to run and to arrive; a server that is told a time looks this far around it. */
const AROUND_NS = 600_000_000_000n;

/**
 * One search over several sources at once, and its continuation. What a source cannot be asked is checked here, trace by trace:
 * every trace that is told matches the whole query.
 */
export class TraceSearch {
  readonly #reader: TraceReader;
  readonly #wanted: WantedTraces;
  readonly #standings: readonly Standing[];

  constructor(sources: readonly SearchableSource[], reader: TraceReader, wanted: WantedTraces) {
    this.#reader = reader;
    this.#wanted = wanted;
    this.#standings = sources.map((source) => ({
      source,
      seen: new Set(),
      looked: new Set(),
      oldestNs: undefined,
      hasOlder: true,
      read: 0,
    }));
  }

  /** Resolves when every source has answered, failed or been cancelled; never rejects. */
  async run(listener: SearchListener, signal: AbortSignal): Promise<void> {
    await Promise.all(this.#standings.map((standing) => this.#ask(standing, listener, signal)));
  }

  /** The next page of the sources that have older traces. */
  async more(listener: SearchListener, signal: AbortSignal): Promise<void> {
    const standings = this.#standings.filter(({ hasOlder, oldestNs }) => hasOlder && oldestNs !== undefined);
    await Promise.all(standings.map((standing) => this.#ask(standing, listener, signal)));
  }

  async #ask(standing: Standing, listener: SearchListener, signal: AbortSignal): Promise<void> {
    const { source, seen } = standing;
    const tell = (state: SourceState): void => listener.progress(source.id, state);
    tell({ state: 'asking' });
    try {
      const notes = await this.#pages(standing, listener, signal);
      const more = !standing.hasOlder ? 'none' : source.order === 'newest' ? 'older' : 'narrow';
      // There is no older page to ask a source for that gives any traces.
      if (source.order === 'any') standing.hasOlder = false;
      tell({ state: 'done', found: seen.size, more, notes });
    } catch (thrown) {
      if (signal.aborted) {
        tell({ state: 'cancelled' });
        return;
      }
      const { code, message } = problemOf(thrown);
      tell({
        state: 'failed',
        reason: code === 'unauthorised' || code === 'unreachable' ? code : 'other',
        message: message.includes(source.label) ? message : `${source.label}: ${message}`,
      });
    }
  }

  /** Goes on to older pages while what is checked here leaves too few; gives what is to be said. */
  async #pages(standing: Standing, listener: SearchListener, signal: AbortSignal): Promise<readonly string[]> {
    const { source } = standing;
    const { limit, range, conditions } = this.#wanted;
    const notes = new Set<string>();
    let [found, checked, unread] = [0, 0, 0];
    for (;;) {
      const toEpochNs = standing.oldestNs ?? range.toEpochNs;
      const page = await source.search({ conditions, range: { ...range, toEpochNs }, limit }, signal);
      signal.throwIfAborted();
      for (const note of page.notes) notes.add(note);
      const { rest } = page;
      const before = standing.oldestNs;
      const traces = page.kind === 'traces' ? await this.#read(standing, page, signal) : noteOldest(standing, page);
      if (page.kind === 'summaries' && rest.length > 0) {
        const fresh = traces.filter(({ traceId }) => !standing.looked.has(traceId));
        for (const { traceId } of fresh) standing.looked.add(traceId);
        const result = await this.#check(standing, fresh, listener, signal);
        found += result.found;
        checked += fresh.length;
        unread += result.unread;
      } else found += this.#report(standing, traces, listener);
      const goesOn = rest.length > 0 && standing.hasOlder && source.order === 'newest' && standing.oldestNs !== before;
      if (goesOn && found < limit && checked < source.maxChecked) continue;
      const looked = page.kind === 'traces' ? standing.read : checked;
      if (rest.length > 0 && (!source.isLocal || goesOn)) notes.add(checkedNote(rest, looked, standing.hasOlder));
      if (unread > 0) notes.add(`${counted(unread, 'trace')} could not be looked into.`);
      return [...notes];
    }
  }

  /** Has a page of whole traces read, and filtered for what the source was not asked about. */
  async #read(
    standing: Standing,
    page: Extract<SearchPage, { kind: 'traces' }>,
    signal: AbortSignal,
  ): Promise<readonly MatchedSummary[]> {
    const filter = page.rest.length > 0 ? this.#wanted.text : '';
    const { traces, read, oldestEpochNs } = await this.#reader.summarise(page.payload, filter, signal);
    standing.hasOlder = read >= page.limit;
    standing.read += read;
    if (oldestEpochNs !== undefined) standing.oldestNs = earlier(standing.oldestNs, BigInt(oldestEpochNs));
    return traces;
  }

  /**
   * Looks into each trace, and tells those that match as they come. One that cannot be had does not end the search, and is counted;
   * when that goes for all of them, the reason is thrown.
   */
  async #check(
    standing: Standing,
    traces: readonly TraceSummary[],
    listener: SearchListener,
    signal: AbortSignal,
  ): Promise<{ readonly found: number; readonly unread: number }> {
    const { source } = standing;
    let [checked, found, unread, saidMs] = [0, 0, 0, 0];
    await eachOf(traces, CHECKS_AT_A_TIME, async (trace) => {
      try {
        // Not in one expression: the sum before the await would be the one added to.
        const matching = await this.#look(source, trace, signal);
        found += this.#report(standing, matching, listener);
      } catch (thrown) {
        if (signal.aborted || ++unread === traces.length) throw thrown;
      }
      checked++;
      if (performance.now() - saidMs < PROGRESS_MS) return;
      saidMs = performance.now();
      listener.progress(source.id, { state: 'checking', checked, of: traces.length });
    });
    return { found, unread };
  }

  /** The trace as a summary if any of its spans matches. */
  async #look(
    source: SearchableSource,
    { traceId, startEpochNs }: TraceSummary,
    signal: AbortSignal,
  ): Promise<readonly MatchedSummary[]> {
    signal.throwIfAborted();
    const startNs = BigInt(startEpochNs);
    const near = { fromEpochNs: startNs - AROUND_NS, toEpochNs: startNs + AROUND_NS };
    const payload = await source.getTrace(traceId, signal, near);
    const { traces } = await this.#reader.summarise(payload, this.#wanted.text, signal);
    return traces.filter((trace) => trace.traceId === traceId);
  }

  /** Tells the new ones that started in time. */
  #report({ source, seen }: Standing, traces: readonly TraceSummary[], listener: SearchListener): number {
    const { fromEpochNs, toEpochNs } = this.#wanted.range;
    const fresh = traces.filter(({ traceId, startEpochNs }) => {
      const startNs = BigInt(startEpochNs);
      return startNs >= fromEpochNs && startNs <= toEpochNs && !seen.has(traceId);
    });
    for (const { traceId } of fresh) seen.add(traceId);
    if (fresh.length > 0) listener.found(fresh.map((trace) => ({ matched: undefined, ...trace, source: source.id })));
    return fresh.length;
  }
}

function noteOldest(standing: Standing, { traces, truncated }: SummariesPage): readonly TraceSummary[] {
  standing.hasOlder = truncated;
  for (const { startEpochNs } of traces) standing.oldestNs = earlier(standing.oldestNs, BigInt(startEpochNs));
  return traces;
}

function earlier(a: bigint | undefined, b: bigint): bigint {
  return a === undefined || b < a ? b : a;
}
