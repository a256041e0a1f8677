import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EPOCH_NS, spanId, traceId, type SpanSpec } from '../support/payloads.ts';
import { keep, openStore } from '../support/openStore.ts';

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

test('latency equals an independent computation over the same spans', { timeout: 30_000 }, () => {
  const call = fc.record({
    site: fc.integer({ min: 1, max: 3 }),
    startNs: fc.integer({ min: 0, max: 100 }),
    durationNs: fc.integer({ min: 0, max: 2 ** 40 }),
    error: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(call, { minLength: 1, maxLength: 60 }), fc.integer({ min: 0, max: 100 }), (calls, sinceNs) => {
      const store = openStore();
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
        EPOCH_NS + BigInt(sinceNs),
      );
      const expected = groups.map((lines) => {
        const mine = calls.filter((one: Call) => lines.includes(one.site) && one.startNs >= sinceNs);
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
      expect(answers).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});

const spans: readonly SpanSpec[] = [
  { trace: 1, id: 1, name: 'slow', startNs: 10, durationNs: 900, file: 'a.ts', line: 1 },
  { trace: 2, id: 2, name: 'failed', startNs: 20, durationNs: 5, error: true, file: 'a.ts', line: 1 },
  { trace: 3, id: 3, name: 'late', startNs: 30, durationNs: 50, file: 'a.ts', line: 1 },
  { trace: 4, id: 4, name: 'elsewhere', startNs: 40, durationNs: 9999, error: true, file: 'b.ts', line: 1 },
];

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
  expect(store.latency([[store.codeSites(0)[0]!.id]], 0n)).toMatchObject([{ count: 1, p50Ns: 7 }]);
});
