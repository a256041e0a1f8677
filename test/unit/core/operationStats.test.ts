import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byOperation, operationStats } from '../../../src/core/operationStats.ts';
import { selfTimes } from '../../../src/core/selfTime.ts';
import { anyRows, durationOf, rowsOf, sum, wide, type TestRow } from './testRows.ts';

describe('operationStats', () => {
  test('percentiles are durations that were measured, by nearest rank', () => {
    for (let size = 1; size <= 100; size++) {
      const rows = Array.from({ length: size }, (_, i): TestRow => ({ depth: 0, start: 0, end: size - i }));
      const { columns } = rowsOf(rows);
      const stats = operationStats(columns, selfTimes(columns), new Uint32Array(size), 1);
      expect([stats.p50Ns[0], stats.p95Ns[0], stats.maxNs[0]]).toEqual([
        size - Math.floor(size / 2),
        size - Math.floor(size / 20),
        size,
      ]);
    }
  });

  test('one row is all its percentiles, and a group without rows is all zeros', () => {
    const { columns } = rowsOf([{ depth: 0, start: 0, end: 7, error: true }]);
    const stats = operationStats(columns, selfTimes(columns), Uint32Array.of(1), 3);
    expect([...stats.p50Ns]).toEqual([0, 7, 0]);
    expect([...stats.p95Ns]).toEqual([0, 7, 0]);
    expect([...stats.count]).toEqual([0, 1, 0]);
    expect([...stats.errors]).toEqual([0, 1, 0]);
    expect([...stats.selfNs]).toEqual([0, 7, 0]);
  });

  test('a name in two services is two operations, numbered by first appearance', () => {
    const row = { depth: 0, start: 0, end: 1 };
    const { columns } = rowsOf([
      { ...row, service: 2, name: 1 },
      { ...row, service: 1, name: 1 },
      { ...row, service: 1, name: 2 },
      { ...row, service: 2, name: 1 },
    ]);
    const { groupOf, groups } = byOperation(columns);
    expect([...groupOf]).toEqual([0, 1, 2, 0]);
    expect(groups).toBe(3);
  });

  test('100,000 spans of one operation, and as many operations of one span', () => {
    const { columns } = rowsOf(wide(100_000));
    const { groupOf, groups } = byOperation(columns);
    expect([...operationStats(columns, columns.durationNs, groupOf, groups).count]).toEqual([100_001]);
    const each = operationStats(columns, columns.durationNs, Uint32Array.from(groupOf.keys()), columns.count);
    expect(each.p95Ns).toEqual(columns.durationNs.slice(0, columns.count));
  });

  test('any rows: the same as computed naively, group by group', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { columns } = rowsOf(rows);
        const selfNs = selfTimes(columns);
        const { groupOf, groups } = byOperation(columns);
        const stats = operationStats(columns, selfNs, groupOf, groups);
        const naive = [...Map.groupBy(rows.keys(), (row) => `${rows[row]!.service} ${rows[row]!.name}`).values()];
        expect(groups).toBe(naive.length);
        for (const [group, members] of naive.entries()) {
          const durations = members.map((row) => durationOf(rows[row]!));
          const sorted = durations.toSorted((a, b) => a - b);
          /** The smallest duration that at least `percent` of the spans do not exceed. */
          const rank = (percent: number): number | undefined =>
            sorted.find((ns) => sorted.filter((other) => other <= ns).length * 100 >= percent * sorted.length);
          expect(members.map((row) => groupOf[row])).toEqual(members.map(() => group));
          expect({
            count: stats.count[group],
            errors: stats.errors[group],
            totalNs: stats.totalNs[group],
            selfNs: stats.selfNs[group],
            p50Ns: stats.p50Ns[group],
            p95Ns: stats.p95Ns[group],
            maxNs: stats.maxNs[group],
            slowestRow: stats.slowestRow[group],
            firstRow: stats.firstRow[group],
          }).toEqual({
            count: members.length,
            errors: members.filter((row) => rows[row]!.error).length,
            totalNs: sum(durations),
            selfNs: sum(members.map((row) => selfNs[row]!)),
            p50Ns: rank(50),
            p95Ns: rank(95),
            maxNs: sorted.at(-1),
            slowestRow: members[durations.indexOf(sorted.at(-1)!)],
            firstRow: members[0],
          });
        }
      }),
    );
  });
});
