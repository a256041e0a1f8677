import { expect, test } from 'vitest';
import type { BackendQuery, FetchedTrace, SearchPage } from '../../../src/backends/backend.ts';
import { TraceSearch, type SearchableSource, type TraceReader } from '../../../src/backends/traceSearch.ts';
import { parseTraceId, type TraceId } from '../../../src/core/ids.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { MatchedSummary } from '../../../src/core/protocol.ts';
import type { FoundTrace, SourceState } from '../../../src/core/searchProtocol.ts';
import { parseTraceQuery } from '../../../src/core/traceQuery.ts';
import type { TraceSummary } from '../../../src/core/trace.ts';

const idOf = (n: number): TraceId => parseTraceId(n.toString(16))!;
const numberOf = ({ traceId }: { readonly traceId: TraceId }): number => Number.parseInt(traceId, 16);
const RANGE = { fromEpochNs: 100n, toEpochNs: 200n };

/** Trace n starts at nanosecond n. */
function summary(n: number): TraceSummary {
  return {
    traceId: idOf(n),
    rootService: 's',
    rootName: 'r',
    rootSpanId: undefined,
    startEpochNs: String(n),
    durationNs: 1,
    spans: 1,
    errors: 0,
    services: ['s'],
  };
}

const NO_BYTES: FetchedTrace = { format: 'otlp-json', chunks: [] };

interface Script {
  readonly has: readonly number[];
  /** Answers nothing but the time by itself. */
  readonly leavesRest?: boolean;
  readonly order?: 'newest' | 'any';
  readonly broken?: readonly number[];
  readonly maxChecked?: number;
}

/** A source whose traces are numbers, newest first; `payloads` remembers which trace a payload stands for. */
function sourceOf(
  { has, leavesRest = false, order = 'newest', broken = [], maxChecked = 100 }: Script,
  payloads: Map<FetchedTrace, number>,
  asked: BackendQuery[],
): SearchableSource {
  return {
    id: 'a',
    label: 'Source A',
    order,
    maxChecked,
    isLocal: false,
    search: async (query) => {
      asked.push(query);
      const inTime = has.filter((n) => BigInt(n) <= query.range.toEpochNs && BigInt(n) >= query.range.fromEpochNs);
      const page = inTime.toSorted((a, b) => b - a).slice(0, query.limit);
      return {
        kind: 'summaries',
        traces: page.map(summary),
        truncated: page.length >= query.limit,
        unreadable: 0,
        rest: leavesRest ? query.conditions : [],
        notes: [],
      };
    },
    getTrace: async (traceId) => {
      if (broken.includes(numberOf({ traceId }))) throw new Problem('unreachable', 'It broke.');
      const payload = { ...NO_BYTES };
      payloads.set(payload, numberOf({ traceId }));
      return payload;
    },
  };
}

interface Run {
  readonly search: TraceSearch;
  readonly found: number[];
  readonly states: SourceState[];
  readonly asked: BackendQuery[];
  readonly run: () => Promise<void>;
  readonly more: () => Promise<void>;
  readonly stop: AbortController;
}

/** Even numbers match whatever is checked. */
function searchOf(script: Script | SearchableSource, text = 'slow', limit = 3): Run {
  const payloads = new Map<FetchedTrace, number>();
  const asked: BackendQuery[] = [];
  const source = 'search' in script ? script : sourceOf(script, payloads, asked);
  const reader: TraceReader = {
    summarise: async (payload, filter) => {
      expect(filter).toBe(text);
      const n = payloads.get(payload)!;
      const traces: readonly MatchedSummary[] = n % 2 === 0 ? [{ ...summary(n), matched: 1 }] : [];
      return { traces, read: 1, oldestEpochNs: String(n), rejected: [] };
    },
  };
  const { conditions } = parseTraceQuery(text, 0);
  const search = new TraceSearch([source], reader, { text, conditions, range: RANGE, limit });
  const found: number[] = [];
  const states: SourceState[] = [];
  const listener = {
    found: (traces: readonly FoundTrace[]) => found.push(...traces.map(numberOf)),
    progress: (_: string, state: SourceState) => states.push(state),
  };
  const stop = new AbortController();
  return {
    search,
    found,
    states,
    asked,
    stop,
    run: () => search.run(listener, stop.signal),
    more: () => search.more(listener, stop.signal),
  };
}

test('what a source answers by itself is told as it comes', async () => {
  const { run, found, states } = searchOf({ has: [110, 120] });
  await run();
  expect(found).toEqual([120, 110]);
  expect(states).toEqual([{ state: 'asking' }, { state: 'done', found: 2, more: 'none', notes: [] }]);
});

test('a full page has older ones behind it, which come without those that were there', async () => {
  const { run, more, found, states } = searchOf({ has: [110, 120, 130, 140, 150] });
  await run();
  expect(found).toEqual([150, 140, 130]);
  expect(states.at(-1)).toMatchObject({ state: 'done', found: 3, more: 'older' });
  await more();
  expect(found).toEqual([150, 140, 130, 120, 110]);
  await more();
  expect(found).toEqual([150, 140, 130, 120, 110]);
  expect(states.at(-1)).toMatchObject({ state: 'done', found: 5 });
});

test('a source in no order has no older page', async () => {
  const { run, more, states, asked } = searchOf({ has: [110, 120, 130], order: 'any' });
  await run();
  expect(states.at(-1)).toMatchObject({ more: 'narrow' });
  await more();
  expect(asked).toHaveLength(1);
});

test('what a source cannot be asked is looked for in its traces, page after page', async () => {
  const { run, found, states } = searchOf({ has: [101, 103, 105, 107, 109, 110, 112, 114], leavesRest: true });
  await run();
  expect(found.toSorted((a, b) => a - b)).toEqual([110, 112, 114]);
  expect(states.at(-1)).toMatchObject({
    state: 'done',
    notes: ['Checked here: words, in 3 traces; others may match, too.'],
  });
});

test('looking goes on to older pages until enough match', async () => {
  const { run, found, asked } = searchOf({ has: [102, 104, 111, 113, 115, 117, 119], leavesRest: true });
  await run();
  expect(found.toSorted((a, b) => a - b)).toEqual([102, 104]);
  expect(asked.length).toBeGreaterThan(2);
});

test('looking ends at its limit, and older ones are offered', async () => {
  const { run, found, states } = searchOf({ has: [101, 103, 105, 107, 109, 111], leavesRest: true, maxChecked: 3 });
  await run();
  expect(found).toEqual([]);
  expect(states.at(-1)).toMatchObject({ more: 'older' });
});

test('a trace that cannot be had is counted, not fatal; all of them are', async () => {
  const some = searchOf({ has: [110, 112], leavesRest: true, broken: [110] });
  await some.run();
  expect(some.found).toEqual([112]);
  expect(some.states.at(-1)).toMatchObject({
    notes: [expect.any(String), '1 trace could not be looked into.'],
  });
  const none = searchOf({ has: [110, 112], leavesRest: true, broken: [110, 112] });
  await none.run();
  expect(none.states.at(-1)).toEqual({ state: 'failed', reason: 'unreachable', message: 'Source A: It broke.' });
});

test('whole traces are read, filtered by time, and paged by the oldest that was read', async () => {
  const pages: SearchPage[] = [];
  const source: SearchableSource = {
    id: 'a',
    label: 'Source A',
    order: 'newest',
    maxChecked: 1,
    isLocal: false,
    search: async ({ limit }) => {
      const page = { kind: 'traces', payload: NO_BYTES, limit, rest: [], notes: ['So it is.'] } as const;
      pages.push(page);
      return page;
    },
    getTrace: () => Promise.reject(new Error('not asked')),
  };
  const found: FoundTrace[] = [];
  const states: SourceState[] = [];
  const reader: TraceReader = {
    summarise: async (_, filter) => {
      expect(filter).toBe('');
      const traces = [90, 110, 250].map((n) => Object.assign(summary(n), { matched: undefined }));
      return { traces, read: 3, oldestEpochNs: '90', rejected: [] };
    },
  };
  const search = new TraceSearch([source], reader, { text: '', conditions: [], range: RANGE, limit: 3 });
  const listener = {
    found: (traces: readonly FoundTrace[]) => found.push(...traces),
    progress: (_: string, state: SourceState) => states.push(state),
  };
  await search.run(listener, new AbortController().signal);
  expect(found.map(numberOf)).toEqual([110]);
  expect(states.at(-1)).toEqual({ state: 'done', found: 1, more: 'older', notes: ['So it is.'] });
});

test('a failure of one source is its own', async () => {
  const failing: SearchableSource = {
    ...sourceOf({ has: [] }, new Map(), []),
    search: () => Promise.reject(new Problem('unauthorised', 'Source A wants credentials.')),
  };
  const { run, states } = searchOf(failing);
  await run();
  expect(states.at(-1)).toEqual({ state: 'failed', reason: 'unauthorised', message: 'Source A wants credentials.' });
});

test('a cancelled search says so and tells no more', async () => {
  const { run, found, states, stop } = searchOf({ has: [110, 112, 114], leavesRest: true });
  stop.abort();
  await run();
  expect(found).toEqual([]);
  expect(states.at(-1)).toEqual({ state: 'cancelled' });
});
