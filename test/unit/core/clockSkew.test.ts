import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockSkew } from '../../../src/core/clockSkew.ts';
import { anyRows, chain, rowsOf, wide, type TestRow } from './testRows.ts';

interface HostRow extends TestRow {
  readonly host: number;
}

function deltas(...rows: readonly HostRow[]): readonly number[] {
  const { columns, tree } = rowsOf(rows);
  const { deltaNs, adjusted } = clockSkew(
    columns,
    tree,
    Uint32Array.from(rows, ({ host }) => host),
  );
  expect(adjusted).toBe(deltaNs.filter((delta) => delta !== 0).length);
  return [...deltaNs];
}

const parent = { depth: 0, start: 1000, end: 1100, host: 1 };

describe('clockSkew', () => {
  test('a child of another host that does not lie within its parent goes to the middle of it', () => {
    expect(deltas(parent, { depth: 1, start: 940, end: 980, host: 2 })).toEqual([0, 90]);
    expect(deltas(parent, { depth: 1, start: 1070, end: 1110, host: 2 })).toEqual([0, -40]);
    expect(deltas(parent, { depth: 1, start: 999, end: 1020, host: 2 })).toEqual([0, 40]);
  });

  test('one that lies within stays, also at the edges', () => {
    expect(deltas(parent, { depth: 1, start: 1000, end: 1010, host: 2 })).toEqual([0, 0]);
    expect(deltas(parent, { depth: 1, start: 1090, end: 1100, host: 2 })).toEqual([0, 0]);
  });

  test('one longer than its parent only goes to the start of it', () => {
    expect(deltas(parent, { depth: 1, start: 900, end: 1050, host: 2 })).toEqual([0, 100]);
    expect(deltas(parent, { depth: 1, start: 1050, end: 1200, host: 2 })).toEqual([0, 0]);
  });

  test('what shares the clock of a moved span moves with it; another clock is measured against it as moved', () => {
    expect(
      deltas(
        parent,
        { depth: 1, start: 940, end: 980, host: 2 },
        { depth: 2, start: 930, end: 990, host: 2 },
        { depth: 2, start: 1035, end: 1045, host: 3 },
        { depth: 2, start: 945, end: 955, host: 1 },
      ),
    ).toEqual([0, 90, 90, 0, 100]);
  });

  test('a consumer may come after its producer has ended, but not before it started', () => {
    const producer = { ...parent, kind: 'producer' } as const;
    expect(deltas(producer, { depth: 1, start: 5000, end: 5010, host: 2, kind: 'consumer' })).toEqual([0, 0]);
    expect(deltas(producer, { depth: 1, start: 900, end: 910, host: 2, kind: 'consumer' })).toEqual([0, 100]);
  });

  test('unknown hosts: a service has one clock, two have two', () => {
    expect(deltas({ ...parent, host: 0 }, { depth: 1, start: 940, end: 980, host: 0 })).toEqual([0, 0]);
    expect(deltas(parent, { depth: 1, start: 940, end: 980, host: 0 })).toEqual([0, 0]);
    expect(deltas({ ...parent, host: 0 }, { depth: 1, start: 940, end: 980, host: 0, service: 1 })).toEqual([0, 90]);
  });

  test('nothing moves to before the start of the trace', () => {
    expect(
      deltas(
        { ...parent, start: 0, end: 100 },
        { depth: 1, start: 90, end: 130, host: 2 },
        { depth: 2, start: 20, end: 30, host: 2 },
      ),
    ).toEqual([0, -60, -20]);
  });

  test('half a nanosecond of spare time does not make a fraction', () => {
    expect(deltas(parent, { depth: 1, start: 900, end: 941, host: 2 })).toEqual([0, 129]);
  });

  test.each([
    ['a chain', chain(100_000)],
    ['siblings', wide(100_000)],
  ])('%s of 100,000 need no stack', (_, rows) => {
    const { columns, tree } = rowsOf(rows);
    expect(clockSkew(columns, tree, Uint32Array.from(rows.keys())).deltaNs.length).toBe(rows.length);
  });

  const anyHosts = fc.infiniteStream(fc.nat(2));

  test('any tree and times on one host: nothing moves', () => {
    fc.assert(
      fc.property(anyRows, fc.boolean(), (rows, isKnown) => {
        const hosts = isKnown
          ? rows.map((row) => ({ ...row, host: 1 }))
          : rows.map((row) => ({ ...row, host: 0, service: 1 }));
        expect(deltas(...hosts)).toEqual(rows.map(() => 0));
      }),
    );
  });

  test('any tree, times and hosts: what fits its parent is within it or waits for nobody, nothing is before the trace', () => {
    fc.assert(
      fc.property(anyRows, anyHosts, (drafts, dice) => {
        const rows = drafts.map((row) => ({ ...row, host: dice.next().value ?? 0 }));
        const { tree } = rowsOf(rows);
        const delta = deltas(...rows);
        for (const [row, span] of rows.entries()) {
          const start = span.start + delta[row]!;
          const up = tree.parent[row]!;
          expect(start).toBeGreaterThanOrEqual(0);
          expect(Number.isInteger(start)).toBe(true);
          if (up < 0) {
            expect(delta[row]).toBe(0);
            continue;
          }
          const above = rows[up]!;
          const isUnknown = span.host === 0 || above.host === 0;
          if (isUnknown ? span.service === above.service : span.host === above.host) {
            // 0 minus, not minus: -0 is not 0 to `toBe`.
            expect(delta[row]).toBe(Math.max(delta[up]!, 0 - span.start));
            continue;
          }
          expect(start).toBeGreaterThanOrEqual(above.start + delta[up]!);
          const isAwaited = above.kind !== 'producer' || span.kind !== 'consumer';
          if (isAwaited && span.end - span.start <= above.end - above.start)
            expect(span.end + delta[row]!).toBeLessThanOrEqual(above.end + delta[up]!);
        }
      }),
    );
  });
});
