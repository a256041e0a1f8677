import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_CAP_BYTES, Store } from '../../../../src/collector/store/store.ts';
import type { LatencyStats } from '../../../../src/core/protocol.ts';
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
  keep(store, { service: 'shop', spans: [...spans, { id: 9, functionName: 'only.a.name' }, { id: 10 }] });
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
  keep(store, { service: 's', spans: [{ trace: 99 }] });
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
