import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flameTree, type FlameTree } from '../../../src/core/flameTree.ts';
import { selfTimes } from '../../../src/core/selfTime.ts';
import { anyRows, chain, rowsOf, sum, wide, type TestRow } from './testRows.ts';

function flame(...rows: readonly TestRow[]): FlameTree {
  const { columns, tree } = rowsOf(rows);
  return flameTree(columns, tree, selfTimes(columns));
}

const share = (values: Float64Array): readonly number[] => Array.from(values, (value) => Math.round(value * 1e6) / 1e6);
const EPSILON = 1e-9;

describe('flameTree', () => {
  test('siblings of one operation are one node, and so are their children', () => {
    const { count, parent, depth, name, spans, totalNs, selfNs, errors, firstRow, nodeOf } = flame(
      { depth: 0, start: 0, end: 100 },
      { depth: 1, start: 0, end: 20, name: 1 },
      { depth: 2, start: 0, end: 10, name: 2 },
      { depth: 1, start: 20, end: 30, name: 3 },
      { depth: 1, start: 30, end: 60, name: 1, error: true },
      { depth: 2, start: 30, end: 35, name: 2 },
      { depth: 2, start: 40, end: 45, name: 4 },
    );
    expect(count).toBe(5);
    expect([...name]).toEqual([0, 1, 2, 4, 3]);
    expect([...parent]).toEqual([-1, 0, 1, 1, 0]);
    expect([...depth]).toEqual([0, 1, 2, 2, 1]);
    expect([...spans]).toEqual([1, 2, 2, 1, 1]);
    expect([...totalNs]).toEqual([100, 50, 15, 5, 10]);
    expect([...selfNs]).toEqual([40, 30, 15, 5, 10]);
    expect([...errors]).toEqual([0, 1, 0, 0, 0]);
    expect([...firstRow]).toEqual([0, 1, 2, 6, 3]);
    expect([...nodeOf]).toEqual([0, 1, 2, 4, 1, 2, 3]);
  });

  test('a name of another service, or below another operation, is another node', () => {
    const child = { depth: 1, start: 0, end: 10, name: 1 };
    expect(flame({ depth: 0, start: 0, end: 9 }, child, { ...child, service: 1 }, { ...child, depth: 2 }).count).toBe(
      4,
    );
  });

  test('children take their share of the parent', () => {
    const { left, width } = flame(
      { depth: 0, start: 0, end: 100 },
      { depth: 1, start: 30, end: 80, name: 1 },
      { depth: 2, start: 30, end: 40, name: 1 },
      { depth: 1, start: 80, end: 90, name: 2 },
    );
    expect(share(left)).toEqual([0, 0, 0, 0.5]);
    expect(share(width)).toEqual([1, 0.5, 0.1, 0.1]);
  });

  test('parallel children are scaled down by one factor to fill their parent', () => {
    const { left, width } = flame(
      { depth: 0, start: 0, end: 100 },
      { depth: 1, start: 0, end: 90, name: 1 },
      { depth: 2, start: 0, end: 45, name: 1 },
      { depth: 1, start: 0, end: 30, name: 2 },
    );
    expect(share(left)).toEqual([0, 0, 0, 0.75]);
    expect(share(width)).toEqual([1, 0.75, 0.375, 0.25]);
  });

  test('roots share the whole by their totals', () => {
    expect(share(flame({ depth: 0, start: 0, end: 30 }, { depth: 0, start: 0, end: 10, name: 1 }).width)).toEqual([
      0.75, 0.25,
    ]);
  });

  test('a root whose end is missing is as wide as its children', () => {
    const { width } = flame(
      { depth: 0, start: 0, end: 0 },
      { depth: 1, start: 0, end: 10, name: 1 },
      { depth: 1, start: 10, end: 40, name: 2 },
      { depth: 0, start: 0, end: 40, name: 3 },
    );
    expect(share(width)).toEqual([0.5, 0.125, 0.375, 0.5]);
  });

  test('a trace without any length still has widths', () => {
    const { width } = flame(
      { depth: 0, start: 0, end: 0 },
      { depth: 1, start: 0, end: 0, name: 1 },
      { depth: 1, start: 0, end: 0, name: 2 },
    );
    expect(share(width)).toEqual([1, 0.5, 0.5]);
  });

  test('a chain of 100,000 and as many siblings need no stack', () => {
    const deep = flame(...chain(100_000));
    expect(deep.count).toBe(100_000);
    expect(deep.width.at(-1)).toBeGreaterThan(0);
    const { count, spans } = flame(...wide(100_000));
    expect(count).toBe(2);
    expect([...spans]).toEqual([1, 100_000]);
    const each = flame(...wide(100_000).map(({ depth, start, end }, name) => ({ depth, start, end, name })));
    expect(each.count).toBe(100_001);
    expect(sum(each.width.subarray(1))).toBeCloseTo(1);
  });

  test('any tree and times: every span in one node by its path, sums kept, children side by side within parents', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { columns, tree } = rowsOf(rows);
        const selfNs = selfTimes(columns);
        const found = flameTree(columns, tree, selfNs);
        const pathOf = (row: number): string =>
          row < 0 ? '' : `${pathOf(tree.parent[row]!)}/${rows[row]!.service} ${rows[row]!.name}`;
        const groups = Map.groupBy(rows.keys(), pathOf);
        expect(found.count).toBe(groups.size);
        expect(found.nodeOf.length).toBe(rows.length);
        for (const members of groups.values()) {
          const node = found.nodeOf[members[0]!]!;
          const up = tree.parent[members[0]!]!;
          expect(members.map((row) => found.nodeOf[row])).toEqual(members.map(() => node));
          expect(found.parent[node]).toBe(up < 0 ? -1 : found.nodeOf[up]);
          expect(found.spans[node]).toBe(members.length);
          expect(found.firstRow[node]).toBe(members[0]);
          expect(found.depth[node]).toBe(rows[members[0]!]!.depth);
          expect(found.totalNs[node]).toBe(sum(members.map((row) => columns.durationNs[row]!)));
          expect(found.selfNs[node]).toBe(sum(members.map((row) => selfNs[row]!)));
          expect(found.errors[node]).toBe(members.filter((row) => rows[row]!.error).length);
        }
        const right = (node: number): number => found.left[node]! + found.width[node]!;
        const filledTo = new Map<number, number>();
        for (let node = 0; node < found.count; node++) {
          const up = found.parent[node]!;
          // Depth first: the parent is the last node before with a smaller depth.
          if (node > 0) expect(found.depth[node]).toBeLessThanOrEqual(found.depth[node - 1]! + 1);
          expect(up).toBe(found.depth.subarray(0, node).findLastIndex((depth) => depth < found.depth[node]!));
          expect(found.width[node]).toBeGreaterThan(0);
          expect(found.left[node]).toBeCloseTo(filledTo.get(up) ?? (up < 0 ? 0 : found.left[up]!), 9);
          expect(right(node)).toBeLessThanOrEqual((up < 0 ? 1 : right(up)) + EPSILON);
          filledTo.set(up, right(node));
        }
        expect(filledTo.get(-1)).toBeCloseTo(1, 9);
      }),
    );
  });
});
