import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { criticalNs, criticalPath } from '../../../src/core/criticalPath.ts';
import { anyRows, chain, durationOf, rowsOf, sum, wide, type TestRow } from './testRows.ts';

/** `row:from-to`, in the order given. */
function path(...rows: readonly TestRow[]): readonly string[] {
  const { columns, tree } = rowsOf(rows);
  const { rows: owners, startNs, endNs } = criticalPath(columns, tree);
  return Array.from(owners, (row, section) => `${row}:${startNs[section]}-${endNs[section]}`);
}

describe('criticalPath', () => {
  test('a root alone owns its time', () => {
    expect(path({ depth: 0, start: 5, end: 15 })).toEqual(['0:5-15']);
  });

  test('the parent owns what is between its children', () => {
    expect(
      path({ depth: 0, start: 0, end: 100 }, { depth: 1, start: 10, end: 40 }, { depth: 1, start: 50, end: 90 }),
    ).toEqual(['0:0-10', '1:10-40', '0:40-50', '2:50-90', '0:90-100']);
  });

  test('back to back: the child that ends as the next starts is not skipped', () => {
    expect(
      path({ depth: 0, start: 0, end: 100 }, { depth: 1, start: 0, end: 50 }, { depth: 1, start: 50, end: 100 }),
    ).toEqual(['1:0-50', '2:50-100']);
  });

  test('four contiguous children are all on the path', () => {
    const children = [0, 25, 50, 75].map((start) => ({ depth: 1, start, end: start + 25 }));
    expect(path({ depth: 0, start: 0, end: 100 }, ...children)).toEqual(['1:0-25', '2:25-50', '3:50-75', '4:75-100']);
  });

  test('of children with the same end the first is on the path', () => {
    expect(
      path({ depth: 0, start: 0, end: 100 }, { depth: 1, start: 20, end: 90 }, { depth: 1, start: 60, end: 90 }),
    ).toEqual(['0:0-20', '1:20-90', '0:90-100']);
    expect(
      path({ depth: 0, start: 0, end: 100 }, { depth: 1, start: 20, end: 90 }, { depth: 1, start: 20, end: 90 }),
    ).toEqual(['0:0-20', '1:20-90', '0:90-100']);
  });

  test('a child that still ran when the last one started is off the path', () => {
    expect(
      path({ depth: 0, start: 0, end: 100 }, { depth: 1, start: 0, end: 60 }, { depth: 1, start: 50, end: 100 }),
    ).toEqual(['0:0-50', '2:50-100']);
  });

  test('children of no length are on the path, also at edges and beside longer ones', () => {
    expect(
      path(
        { depth: 0, start: 0, end: 100 },
        { depth: 1, start: 0, end: 0 },
        { depth: 1, start: 0, end: 50 },
        { depth: 1, start: 50, end: 50 },
        { depth: 1, start: 100, end: 100 },
      ),
    ).toEqual(['1:0-0', '2:0-50', '3:50-50', '0:50-100', '4:100-100']);
  });

  test('children of no length at the same instant keep their order', () => {
    const instant = { depth: 1, start: 5, end: 5 };
    expect(path({ depth: 0, start: 0, end: 10 }, instant, instant)).toEqual(['0:0-5', '1:5-5', '2:5-5', '0:5-10']);
  });

  test('a root of no length has a section of no length, and its children held nobody up', () => {
    expect(path({ depth: 0, start: 7, end: 7 }, { depth: 1, start: 7, end: 20 })).toEqual(['0:7-7']);
  });

  test('children are clipped to their parents, and what lies beside one is left out with all below it', () => {
    expect(
      path(
        { depth: 0, start: 10, end: 100 },
        { depth: 1, start: 0, end: 40 },
        { depth: 2, start: 5, end: 20 },
        { depth: 1, start: 80, end: 150 },
        { depth: 2, start: 120, end: 140 },
        { depth: 1, start: 100, end: 130 },
        { depth: 2, start: 50, end: 60 },
      ),
    ).toEqual(['2:10-20', '1:20-40', '0:40-80', '3:80-100']);
  });

  test('a producer does not wait for its consumer, but for its other children', () => {
    const consumer = { depth: 1, start: 10, end: 90, kind: 'consumer' } as const;
    const below = { depth: 2, start: 20, end: 80 };
    const other = { depth: 1, start: 30, end: 50 };
    expect(path({ depth: 0, start: 0, end: 100, kind: 'producer' }, consumer, below, other)).toEqual([
      '0:0-30',
      '3:30-50',
      '0:50-100',
    ]);
    expect(path({ depth: 0, start: 0, end: 100, kind: 'client' }, consumer, below, other)).toEqual([
      '0:0-10',
      '1:10-20',
      '2:20-80',
      '1:80-90',
      '0:90-100',
    ]);
  });

  test('every root has its own path, also where roots overlap', () => {
    expect(
      path(
        { depth: 0, start: 0, end: 100 },
        { depth: 1, start: 50, end: 100 },
        { depth: 0, start: 20, end: 120 },
        { depth: 1, start: 20, end: 30 },
      ),
    ).toEqual(['0:0-50', '1:50-100', '3:20-30', '2:30-120']);
  });

  test('rows that the tree does not hold yet are left for later', () => {
    const { columns, tree } = rowsOf([{ depth: 0, start: 0, end: 10 }]);
    expect([...criticalPath({ ...columns, count: 3 }, tree).rows]).toEqual([0]);
  });

  test.each([
    ['a chain of 12,000', chain(12_000)],
    ['a chain of 100,000', chain(100_000)],
    ['100,000 siblings', wide(100_000)],
  ])('%s needs no stack', (_, rows) => {
    const { columns, tree } = rowsOf(rows);
    const found = criticalPath(columns, tree);
    expect(sum(criticalNs(found, columns.count))).toBe(durationOf(rows[0]!));
    expect(found.rows.length).toBeGreaterThan(100);
  });

  test('any tree and times: per root every instant has one owner, which ran then', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { columns, tree } = rowsOf(rows);
        const found = criticalPath(columns, tree);
        let section = 0;
        for (let root = 0; root < rows.length; root = tree.subtreeEnd[root]!) {
          let ownedTo = rows[root]!.start;
          for (; section < found.rows.length && found.rows[section]! < tree.subtreeEnd[root]!; section++) {
            const owner = rows[found.rows[section]!]!;
            expect(found.rows[section]).toBeGreaterThanOrEqual(root);
            expect(found.startNs[section]).toBe(ownedTo);
            expect(found.endNs[section]).toBeGreaterThanOrEqual(ownedTo);
            expect(found.startNs[section]).toBeGreaterThanOrEqual(owner.start);
            expect(found.endNs[section]).toBeLessThanOrEqual(owner.end);
            ownedTo = found.endNs[section]!;
          }
          expect(ownedTo).toBe(rows[root]!.end);
        }
        expect(section).toBe(found.rows.length);
        const roots = rows.filter(({ depth }) => depth === 0);
        expect(sum(criticalNs(found, rows.length))).toBe(sum(roots.map(durationOf)));
      }),
    );
  });

  test('any tree and times: the same path as the definition, looked up child by child', () => {
    fc.assert(
      fc.property(anyRows, fc.constantFrom(1, 1_000_003, 2 ** 33 + 1), (drafts, unitNs) => {
        const rows = drafts.map(({ start, end, ...row }) => ({ ...row, start: start * unitNs, end: end * unitNs }));
        const { tree } = rowsOf(rows);
        expect(path(...rows)).toEqual(slowPath(rows, tree.parent));
      }),
    );
  });
});

interface Clipped {
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/** The definition: quadratic and recursive. */
function slowPath(rows: readonly TestRow[], parent: Int32Array): readonly string[] {
  const roots = rows.flatMap(({ depth, start, end }, row) => (depth === 0 ? [{ row, from: start, to: end }] : []));
  return roots.flatMap((root) => walk(root));

  function walk({ row, from, to }: Clipped): readonly string[] {
    const sections: string[] = [];
    const left = new Set(
      rows.flatMap(({ start, end, kind }, child): readonly Clipped[] => {
        if (parent[child] !== row || (rows[row]!.kind === 'producer' && kind === 'consumer')) return [];
        const clipped = { row: child, from: Math.max(start, from), to: Math.min(end, to) };
        const overlaps = clipped.from < clipped.to || (start === end && clipped.from === clipped.to);
        return overlaps ? [clipped] : [];
      }),
    );
    let ownedFrom = to;
    for (;;) {
      const [next] = [...left]
        .filter((child) => child.to <= ownedFrom)
        .sort(
          (a, b) =>
            b.to - a.to ||
            Number(b.from === b.to) - Number(a.from === a.to) ||
            (a.from < a.to ? a.row - b.row : b.row - a.row),
        );
      if (!next) break;
      left.delete(next);
      if (next.to < ownedFrom) sections.unshift(`${row}:${next.to}-${ownedFrom}`);
      sections.unshift(...walk(next));
      ownedFrom = next.from;
    }
    if (from < ownedFrom || from === to) sections.unshift(`${row}:${from}-${ownedFrom}`);
    return sections;
  }
}
