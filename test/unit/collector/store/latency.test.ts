import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_CAP_BYTES, Store } from '../../../../src/collector/store/store.ts';
import type { LatencyStats } from '../../../../src/core/latencyProtocol.ts';
import { EPOCH_NS, spanId, traceId, type SpanSpec } from '../support/payloads.ts';
import { keep, openStore } from '../support/openStore.ts';
import { temporaryDirectory } from '../support/temporaryDirectory.ts';

interface Call {
  readonly site: number;
  readonly startNs: number;
  readonly durationNs: number;
  readonly error: boolean;
}

/** Nearest rank by its definition, over all values. */
function percentile(values: readonly number[], percent: number): number {
  return [...values].sort((a, b) => a - b).find((_value, i, sorted) => (i + 1) * 100 >= percent * sorted.length)!;
}

const MINUTE_NS = 60_000_000_000;

test(
  'latency equals an independent computation over the same spans, percentiles within 1 %',
  { timeout: 30_000 },
  () => {
    const call = fc.record({
      site: fc.integer({ min: 1, max: 3 }),
      startNs: fc.integer({ min: 0, max: 3 * MINUTE_NS }),
      durationNs: fc.integer({ min: 0, max: 2 ** 40 }),
      error: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(call, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 0, max: 4 }),
        fc.nat(MINUTE_NS - 1000),
        (calls, minute, later) => {
          const store = openAtEpoch();
          const spans: readonly SpanSpec[] = calls.map(({ site, ...rest }, i) => ({
            ...rest,
            id: i + 1,
            line: site,
            file: 'a.ts',
          }));
          keep(store, { service: 's', spans });
          const idOfLine = new Map(store.codeSites(0).map((site) => [Number(site.line), site.id]));
          const groups = [[1], [2], [3], [1, 3], []];
          const answers = store.latency(
            groups.map((lines) => lines.map((line) => idOfLine.get(line) ?? 999)),
            EPOCH_NS + BigInt(minute * MINUTE_NS + later),
          );
          const expected = groups.map((lines) => {
            const mine = calls.filter((one: Call) => lines.includes(one.site) && one.startNs >= minute * MINUTE_NS);
            const durations = mine.map((one) => one.durationNs);
            if (mine.length === 0) return undefined;
            return {
              count: mine.length,
              errors: mine.filter((one) => one.error).length,
              sumNs: durations.reduce((sum, one) => sum + one, 0),
              p50Ns: percentile(durations, 50),
              p95Ns: percentile(durations, 95),
              p99Ns: percentile(durations, 99),
              maxNs: Math.max(...durations),
            };
          });
          for (const [i, stats] of expected.entries()) expectClose(answers[i], stats);
        },
      ),
      { numRuns: 50 },
    );
  },
);

const spans: readonly SpanSpec[] = [
  { trace: 1, id: 1, name: 'slow', startNs: 10, durationNs: 900, file: 'a.ts', line: 1 },
  { trace: 2, id: 2, name: 'failed', startNs: 20, durationNs: 5, error: true, file: 'a.ts', line: 1 },
  { trace: 3, id: 3, name: 'late', startNs: 30, durationNs: 50, file: 'a.ts', line: 1 },
  { trace: 4, id: 4, name: 'elsewhere', startNs: 40, durationNs: 9999, error: true, file: 'b.ts', line: 1 },
];

/** A store for which the spans of the tests have just been sent. */
function openAtEpoch(): Store {
  const nowMs = Number(EPOCH_NS / 1_000_000n) + 10_000;
  const clocks = { wallMs: () => nowMs, monotonicMs: () => 0 };
  const store = new Store({ directory: temporaryDirectory(), mode: 'write', capBytes: DEFAULT_CAP_BYTES, clocks });
  onTestFinished(() => store.close());
  return store;
}

function expectClose(answer: LatencyStats | undefined, expected: LatencyStats | undefined): void {
  if (!answer || !expected) {
    expect(answer).toBe(expected);
    return;
  }
  const { p50Ns, p95Ns, p99Ns, ...rest } = expected;
  expect(answer).toMatchObject(rest);
  for (const [key, value] of Object.entries({ p50Ns, p95Ns, p99Ns }))
    expect(Math.abs(answer[key as 'p50Ns'] - value)).toBeLessThanOrEqual(value * 0.01);
}

test('exemplars are the slowest, latest and failing spans of the sites', () => {
  const store = openStore();
  keep(store, { service: 'shop', spans });
  const [a] = store.codeSites(0);
  const names = (order: 'slowest' | 'latest' | 'failing', limit = 10): readonly string[] =>
    store.exemplars([a!.id], order, limit).map((exemplar) => exemplar.name);
  expect(names('slowest')).toEqual(['slow', 'late', 'failed']);
  expect(names('latest')).toEqual(['late', 'failed', 'slow']);
  expect(names('failing')).toEqual(['failed']);
  expect(names('latest', 1)).toEqual(['late']);
  expect(store.exemplars([a!.id], 'failing', 1)[0]).toEqual({
    traceId: traceId(2),
    spanId: spanId(2),
    name: 'failed',
    service: 'shop',
    startEpochNs: String(EPOCH_NS + 20n),
    durationNs: 5,
    error: true,
  });
});

test('sites are told once each, in order, after a number', () => {
  const store = openStore();
  keep(store, { service: 'shop', spans: [...spans, { id: 9, functionName: 'only.a.name' }, { id: 10, kind: 3 }] });
  keep(store, { service: 'shop', spans: [{ trace: 7, file: 'a.ts', line: 1 }] });
  keep(store, { service: 'other', spans: [{ trace: 8, file: 'a.ts', line: 1 }] });
  const sites = store.codeSites(0);
  expect(sites.map(({ service, filePath, functionName }) => [service, filePath, functionName])).toEqual([
    ['shop', 'a.ts', undefined],
    ['shop', undefined, 'only.a.name'],
    ['shop', 'b.ts', undefined],
    ['other', 'a.ts', undefined],
  ]);
  expect(sites[0]).toMatchObject({ line: 1, column: undefined });
  expect(store.codeSites(sites[1]!.id)).toEqual(sites.slice(2));
  expect(store.codeSites(sites[3]!.id)).toEqual([]);
});

test('a span whose duration is not known drags no percentile down', () => {
  const store = openStore();
  const file = 'a.ts';
  keep(store, {
    service: 's',
    spans: [
      { id: 1, durationNs: -5, file },
      { id: 2, durationNs: Number(-EPOCH_NS), file },
    ],
  });
  expect(store.codeSites(0)).toEqual([]);
  keep(store, { service: 's', spans: [{ id: 3, durationNs: 7, file }] });
  expect(store.latency([[store.codeSites(0)[0]!.id]], 0n)).toMatchObject([{ count: 1, maxNs: 7 }]);
});

test('minutes that are long over are summed up by the hour, and nothing else changes', () => {
  let nowMs = Number(EPOCH_NS / 1_000_000n);
  const clocks = { wallMs: () => nowMs, monotonicMs: () => 0 };
  const directory = temporaryDirectory();
  const store = new Store({ directory, mode: 'write', capBytes: DEFAULT_CAP_BYTES, clocks });
  const file = 'a.ts';
  for (let i = 0; i < 20; i++)
    keep(store, {
      service: 's',
      spans: [{ trace: i, id: i + 1, file, startNs: i * 7 * MINUTE_NS, durationNs: i * 1000, error: i === 3 }],
    });
  const site = store.codeSites(0)[0]!.id;
  const before = store.latency([[site]], 0n);
  const exemplars = (['slowest', 'latest', 'failing'] as const).map((order) => store.exemplars([site], order, 5));
  nowMs += 10 * 3_600_000;
  keep(store, { service: 's', spans: [{ trace: 99, kind: 3 }] });
  expect(store.latency([[site]], 0n)).toEqual(before);
  expect((['slowest', 'latest', 'failing'] as const).map((order) => store.exemplars([site], order, 5))).toEqual(
    exemplars,
  );
  store.close();
  const database = new DatabaseSync(`${directory}/traces.db`);
  // 140 minutes from the full hour.
  expect(database.prepare('SELECT minutes, count(*) AS rows FROM sketch GROUP BY minutes').all()).toEqual([
    { minutes: 60, rows: 3 },
  ]);
  database.close();
});

test('no exemplar is of a trace that has left, and numbers leave with their last exemplar', () => {
  const store = openStore(undefined, 1024 * 1024);
  const file = 'a.ts';
  const name = 'x'.repeat(8000);
  keep(store, { service: 's', spans: [{ trace: 1, name, durationNs: 99_000_000, file }] });
  keep(store, { service: 's', spans: [{ trace: 2, name, durationNs: 88_000_000, file, line: 7 }] });
  for (let trace = 3; trace < 300; trace++) keep(store, { service: 's', spans: [{ trace, name, file }] });
  const stored = new Set(store.list({ limit: 1000 }).map((summary) => summary.traceId));
  expect(stored.has(traceId(1))).toBe(false);
  const [site, ...others] = store.codeSites(0);
  // Line 7 had one call only, and that is gone.
  expect(others).toEqual([]);
  for (const order of ['slowest', 'latest', 'failing'] as const)
    for (const exemplar of store.exemplars([site!.id], order, 100)) expect(stored.has(exemplar.traceId)).toBe(true);
  expect(store.exemplars([site!.id], 'latest', 5)).toHaveLength(5);
  // The count is of all calls in that minute.
  expect(store.latency([[site!.id]], 0n)).toMatchObject([{ count: 298, maxNs: 99_000_000 }]);
});

test('spans that name no place are summed up by operation when their code may carry the name: not those of clients', () => {
  const store = openStore();
  const kinds = [0, 1, 2, 3, 4, 5];
  keep(store, { service: 's', spans: kinds.map((kind) => ({ id: kind + 1, kind, name: 'load cart' })) });
  keep(store, { service: 's', spans: [{ trace: 2, kind: 1, name: 'load cart', durationNs: 5 }] });
  keep(store, { service: 's', spans: [{ trace: 3, kind: 1, name: 'placed', file: 'a.ts' }] });
  const sites = store.codeSites(0);
  expect(sites.map(({ operation, filePath }) => operation ?? filePath)).toEqual([
    { name: 'load cart', kind: 1 },
    { name: 'load cart', kind: 2 },
    { name: 'load cart', kind: 5 },
    'a.ts',
  ]);
  expect(store.latency([[sites[0]!.id]], 0n)).toMatchObject([{ count: 2 }]);
  expect(store.exemplars([sites[0]!.id], 'latest', 9)).toHaveLength(2);
});

test('names without end do not fill the store: a service has 1,000 operations', () => {
  const store = openStore();
  const spans = Array.from({ length: 1100 }, (_, i) => ({ id: i + 1, kind: 1, name: `GET /orders/${i}` }));
  keep(store, { service: 's', spans });
  keep(store, { service: 'other', spans: [{ trace: 2, kind: 1, name: 'one' }] });
  keep(store, { service: 's', spans: [{ trace: 3, kind: 1, name: 'GET /orders/7' }] });
  const sites = store.codeSites(0);
  expect(sites).toHaveLength(1001);
  const seventh = sites.find(({ operation }) => operation?.name === 'GET /orders/7')!;
  expect(store.latency([[seventh.id]], 0n)).toMatchObject([{ count: 2 }]);
});

test('between two times only the minutes that begin there count', () => {
  const store = openAtEpoch();
  const file = 'a.ts';
  for (let minute = 0; minute < 4; minute++)
    keep(store, {
      service: 's',
      spans: [{ trace: minute + 1, file, startNs: minute * MINUTE_NS, durationNs: minute }],
    });
  const [site] = store.codeSites(0);
  const at = (minute: number): bigint => EPOCH_NS + BigInt(minute * MINUTE_NS);
  expect(store.latencyBetween([[site!.id]], at(1), at(3))).toMatchObject([{ count: 2, sumNs: 3, maxNs: 2 }]);
  expect(store.latencyBetween([[site!.id]], at(4), at(9))).toEqual([undefined]);
});

test('the sites that most time was spent in come first', () => {
  const store = openStore();
  const file = 'a.ts';
  const spans = [
    { id: 1, file, line: 1, durationNs: 10 },
    { id: 2, file, line: 1, durationNs: 10 },
    { id: 3, file, line: 2, durationNs: 15 },
    { id: 4, file, line: 3, durationNs: 1 },
  ];
  keep(store, { service: 's', spans });
  const hot = store.hotSites(0n, 2);
  expect(hot.map(({ site, stats }) => [site.line, stats.count, stats.sumNs])).toEqual([
    [1, 2, 20],
    [2, 1, 15],
  ]);
});

test('a distribution has every call in one of at most 24 bars, in order', () => {
  const store = openStore();
  const file = 'a.ts';
  const durations = [0, 1, 5, 5, 900, 1_000_000, 70_000_000_000];
  keep(store, { service: 's', spans: durations.map((durationNs, i) => ({ id: i + 1, file, durationNs })) });
  const bars = store.distribution([store.codeSites(0)[0]!.id], 0n);
  expect(bars.length).toBeLessThanOrEqual(24);
  expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(durations.length);
  expect(bars.map(({ upToNs }) => upToNs)).toEqual(bars.map(({ upToNs }) => upToNs).toSorted((a, b) => a - b));
  expect(bars.at(-1)).toMatchObject({ upToNs: 70_000_000_000, count: 1 });
  // 5 ns are within 1 % of their bar's end or below it.
  const upTo = bars.filter(({ upToNs }) => upToNs < 900).reduce((sum, { count }) => sum + count, 0);
  expect(upTo).toBe(4);
});

test('versions of a service are told by their first span, whatever the order of arrival', () => {
  const store = openStore();
  const at = (startNs: number, trace: number) => [{ trace, startNs }];
  keep(store, { service: 's', version: '1.1', spans: at(50, 1) });
  keep(store, { service: 's', version: '1.0', spans: at(20, 2) });
  keep(store, { service: 's', version: '1.1', spans: at(40, 3) });
  keep(store, { service: 'other', version: '9', spans: at(1, 4) });
  keep(store, { service: 's', spans: at(1, 5) });
  expect(store.serviceVersions('s')).toEqual([
    { version: '1.0', firstEpochNs: String(EPOCH_NS + 20n) },
    { version: '1.1', firstEpochNs: String(EPOCH_NS + 40n) },
  ]);
  for (let build = 0; build < 30; build++)
    keep(store, { service: 's', version: `b${build}`, spans: at(1000 + build, 10 + build) });
  expect(store.serviceVersions('s').map(({ version }) => version)).toEqual(
    Array.from({ length: 20 }, (_, i) => `b${i + 10}`),
  );
  store.clear();
  expect(store.serviceVersions('s')).toEqual([]);
});
