import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FoundTrace } from '../../../src/core/searchProtocol.ts';
import { sortedLines } from '../../../webview/faces/table/tableModel.ts';
import { epochMsOf, FoundTraces } from '../../../webview/searchPage/foundTraces.ts';
import { resultModel } from '../../../webview/searchPage/resultModel.ts';

const trace = (id: number, more: Partial<FoundTrace> = {}): FoundTrace => ({
  source: 'local',
  traceId: id.toString(16).padStart(32, '0') as FoundTrace['traceId'],
  rootService: 'shop',
  rootName: `op ${id % 3}`,
  rootSpanId: undefined,
  startEpochNs: String(BigInt(id) * 1_000_000n),
  durationNs: id * 10,
  spans: 1,
  errors: 0,
  services: ['shop'],
  matched: undefined,
  ...more,
});

test('a trace from several sources is one row; the source that knows most of it opens it', () => {
  const found = new FoundTraces();
  found.add([trace(1, { spans: 5, errors: 1 }), trace(2)]);
  found.add([
    trace(1, { source: 'jaeger', spans: 9, matched: 2 }),
    trace(1, { source: 'tempo', spans: 3, matched: 7 }),
  ]);
  expect(found.rows).toHaveLength(2);
  expect(found.rows[0]).toMatchObject({
    sources: ['local', 'jaeger', 'tempo'],
    matched: 7,
    trace: { source: 'jaeger', spans: 9 },
  });
  expect(found.failed).toBe(0);
  expect(found.hasMatched).toBe(true);
  expect(found.indexOf(trace(2).traceId)).toBe(1);
  expect(found.indexOf('x')).toBe(-1);
});

test('a source that speaks again corrects itself', () => {
  const found = new FoundTraces();
  found.add([trace(1, { spans: 5 })]);
  found.add([trace(1, { spans: 3, errors: 2 })]);
  expect(found.rows[0]).toMatchObject({ sources: ['local'], trace: { spans: 3, errors: 2 } });
  expect(found.failed).toBe(1);
});

test('whatever the batches: as many rows as IDs, as many sources as said so, errors counted right', () => {
  const one = fc.record({ id: fc.nat(8), source: fc.constantFrom('a', 'b', 'c'), spans: fc.nat(5), errors: fc.nat(1) });
  fc.assert(
    fc.property(fc.array(fc.array(one, { maxLength: 6 }), { maxLength: 6 }), (batches) => {
      const found = new FoundTraces();
      for (const batch of batches) found.add(batch.map(({ id, ...more }) => trace(id, more)));
      const all = batches.flat();
      expect(found.rows.length).toBe(new Set(all.map(({ id }) => id)).size);
      for (const { trace, sources } of found.rows) {
        const said = all.filter(({ id }) => id === Number.parseInt(trace.traceId, 16));
        expect(new Set(sources)).toEqual(new Set(said.map(({ source }) => source)));
        expect(sources.length).toBe(new Set(sources).size);
      }
      expect(found.failed).toBe(found.rows.filter(({ trace }) => trace.errors > 0).length);
    }),
  );
});

test('microseconds of our age survive; text that is no number is the epoch', () => {
  expect(epochMsOf('1767225600123456789')).toBe(1_767_225_600_123.456);
  expect(epochMsOf('soon')).toBe(0);
});

test('lines and places lead to each other; a range leaves lines out', () => {
  const found = new FoundTraces();
  found.add([trace(1), trace(2), trace(3), trace(4)]);
  const model = resultModel(found, { fromMs: 2, toMs: 3, minNs: 0, maxNs: Infinity }, 'log');
  expect(model.count).toBe(2);
  expect([0, 1].map(model.placeOf)).toEqual([1, 2]);
  expect([0, 1, 2, 3].map(model.lineOf)).toEqual([-1, 0, 1, -1]);
  expect(model.placeOf(9)).toBe(-1);
});

test.each([
  ['start', true, [4, 3, 2, 1]],
  ['duration', false, [1, 2, 3, 4]],
  ['title', false, [3, 1, 4, 2]],
  ['source', false, [2, 1, 3, 4]],
  ['errors', true, [3, 1, 2, 4]],
])('by %s, descending %j: %j', (column, descending, expected) => {
  const found = new FoundTraces();
  found.add([trace(1), trace(2, { source: 'a' }), trace(3, { errors: 2 }), trace(4)]);
  const model = resultModel(found, undefined, 'log');
  expect([...sortedLines(model, { column, descending })].map((line) => model.placeOf(line) + 1)).toEqual(expected);
});
