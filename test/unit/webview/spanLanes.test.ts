import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spanLanes } from '../../../webview/faces/flame/spanLanes.ts';
import { rowsOf, type TestRow } from '../core/testRows.ts';

const lanes = (...rows: readonly TestRow[]): readonly number[] => {
  const { columns, tree } = rowsOf(rows);
  return [...spanLanes(columns, tree).level];
};

test('what follows shares a level, what runs at the same time goes below', () => {
  const parent = { depth: 0, start: 0, end: 100 };
  const first = { depth: 1, start: 0, end: 40 };
  const below = { depth: 2, start: 10, end: 30 };
  const follows = { depth: 1, start: 40, end: 80 };
  const parallel = { depth: 1, start: 50, end: 90 };
  expect(lanes(parent, first, below, follows, parallel)).toEqual([0, 1, 2, 1, 2]);
});

test('spans of one level never overlap, and each is below its parent', () => {
  const row = fc
    .record({ depth: fc.nat({ max: 4 }), start: fc.nat({ max: 50 }), length: fc.nat({ max: 30 }) })
    .map(({ depth, start, length }) => ({ depth, start, end: start + length }));
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (wanted) => {
      let last = -1;
      const rows = wanted.map((one) => ({ ...one, depth: (last = Math.min(one.depth, last + 1)) }));
      const { columns, tree } = rowsOf(rows);
      const { level, count } = spanLanes(columns, tree);
      const ends = new Map<number, number>();
      for (const [at, { start, end }] of rows.entries()) {
        const lane = level[at]!;
        expect(lane).toBeLessThan(count);
        expect(lane).toBeGreaterThan(tree.parent[at]! < 0 ? -1 : level[tree.parent[at]!]!);
        expect(start).toBeGreaterThanOrEqual(ends.get(lane) ?? 0);
        ends.set(lane, Math.max(end, ends.get(lane) ?? 0));
      }
    }),
  );
});

test('100,000 spans at the same time take no quadratic time', () => {
  const rows = Array.from({ length: 100_000 }, (_, i) => ({ depth: i === 0 ? 0 : 1, start: 0, end: 1000 }));
  const { columns, tree } = rowsOf(rows);
  const begin = performance.now();
  expect(spanLanes(columns, tree).count).toBe(100_000);
  expect(performance.now() - begin).toBeLessThan(2000);
});
