import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { siblingFolds } from '../../../src/core/siblingFolds.ts';
import { anyRows, chain, durationOf, rowsOf, sum, wide, type TestRow } from './testRows.ts';

function folds(minimum: number, ...rows: readonly TestRow[]): ReturnType<typeof siblingFolds> {
  const { columns, tree } = rowsOf(rows);
  return siblingFolds(columns, tree, minimum);
}

const root = { depth: 0, start: 0, end: 100 };
const select = { depth: 1, start: 0, end: 10, service: 1, name: 1 };

describe('siblingFolds', () => {
  test('siblings of one operation fold, also apart, with their total and the slowest', () => {
    const found = folds(3, root, select, { ...select, end: 30 }, { ...select, name: 2 }, { ...select, end: 30 });
    expect([...found.foldOf]).toEqual([-1, 0, 0, -1, 0]);
    expect([...found.first]).toEqual([1]);
    expect([...found.count]).toEqual([3]);
    expect([...found.totalNs]).toEqual([70]);
    expect([...found.slowestRow]).toEqual([2]);
  });

  test('fewer than the minimum do not, and one alone never does', () => {
    expect([...folds(4, root, select, select, select).foldOf]).toEqual([-1, -1, -1, -1]);
    expect([...folds(0, root, select).foldOf]).toEqual([-1, -1]);
  });

  test('nor do spans of another service, or below another parent', () => {
    expect([...folds(2, root, select, { ...select, service: 2 }).foldOf]).toEqual([-1, -1, -1]);
    expect([...folds(2, root, select, { ...root, name: 1 }, select).foldOf]).toEqual([-1, -1, -1, -1]);
  });

  test('subtrees must hold the same operations, in whatever order', () => {
    const child = (name: number): TestRow => ({ ...select, depth: 2, name });
    expect([...folds(2, root, select, child(1), child(2), select, child(2), child(1)).foldOf]).toEqual([
      -1, 0, -1, -1, 0, -1, -1,
    ]);
    expect([...folds(2, root, select, child(1), select).foldOf]).toEqual([-1, -1, -1, -1]);
    expect([...folds(2, root, select, child(1), child(1), select, child(1)).foldOf]).toEqual([-1, -1, 0, 0, -1, -1]);
    expect([...folds(2, root, select, child(1), { ...child(2), depth: 3 }, select, child(1), child(2)).foldOf]).toEqual(
      [-1, -1, -1, -1, -1, -1, -1],
    );
  });

  test('folds lie within folds', () => {
    const child = { ...select, depth: 2 };
    expect([...folds(2, root, select, child, child, select, child, child).foldOf]).toEqual([-1, 0, 1, 1, 0, 2, 2]);
  });

  test('an error below a folded span counts for it', () => {
    const below = { ...select, depth: 2, error: true };
    const intact = { ...below, error: false };
    const found = folds(2, root, select, below, { ...select, error: true }, below, select, intact);
    expect([...found.errors]).toEqual([2]);
  });

  test('roots fold as siblings do', () => {
    expect([...folds(2, root, root, { ...root, name: 1 }).foldOf]).toEqual([0, 0, -1]);
  });

  test('a chain of 100,000 and as many siblings need no stack', () => {
    expect(folds(2, ...chain(100_000)).count.length).toBe(0);
    const found = folds(2, ...wide(100_000));
    expect([...found.count]).toEqual([100_000]);
    expect([...found.first]).toEqual([1]);
  });

  test('any tree: rows share a fold exactly where they are siblings with equal subtrees, enough of them', () => {
    fc.assert(
      fc.property(anyRows, fc.integer({ min: 2, max: 4 }), (rows, minimum) => {
        const { columns, tree } = rowsOf(rows);
        const found = siblingFolds(columns, tree, minimum);
        const shape = (row: number): string => {
          const below = rows.flatMap((_, child) => (tree.parent[child] === row ? [shape(child)] : []));
          return `${rows[row]!.service}/${rows[row]!.name}(${below.sort().join()})`;
        };
        const fails = (row: number): boolean =>
          rows.slice(row, tree.subtreeEnd[row]).some(({ error }) => error === true);
        const groups = Map.groupBy(rows.keys(), (row) => `${tree.parent[row]} ${shape(row)}`);
        const expected = [...groups.values()].filter((members) => members.length >= minimum);
        expect([...found.first]).toEqual(expected.map(([first]) => first).sort((a, b) => a! - b!));
        for (const members of groups.values()) {
          const fold = found.foldOf[members[0]!]!;
          expect(members.map((row) => found.foldOf[row])).toEqual(members.map(() => fold));
          expect(fold >= 0).toBe(members.length >= minimum);
          if (fold < 0) continue;
          const longest = Math.max(...members.map((row) => durationOf(rows[row]!)));
          expect(found.first[fold]).toBe(members[0]);
          expect(found.count[fold]).toBe(members.length);
          expect(found.totalNs[fold]).toBe(sum(members.map((row) => durationOf(rows[row]!))));
          expect(found.slowestRow[fold]).toBe(members.find((row) => durationOf(rows[row]!) === longest));
          expect(found.errors[fold]).toBe(members.filter(fails).length);
        }
      }),
    );
  });
});
