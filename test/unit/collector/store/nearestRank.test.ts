import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestRank } from '../../../../src/collector/store/nearestRank.ts';

test('the textbook example', () => {
  const values = Float64Array.of(15, 20, 35, 40, 50);
  expect([5, 30, 40, 50, 100].map((percent) => nearestRank(values, percent))).toEqual([15, 20, 20, 35, 50]);
});

test('one value is every percentile', () => {
  expect([1, 50, 95, 99, 100].map((percent) => nearestRank(Float64Array.of(7), percent))).toEqual([7, 7, 7, 7, 7]);
});

test('it is the smallest value that at least so many percent of the values do not exceed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(50), { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 100 }),
      (values, percent) => {
        const rank = nearestRank(Float64Array.from(values).sort(), percent);
        const share = (limit: number): number => values.filter((value) => value <= limit).length * 100;
        expect(share(rank)).toBeGreaterThanOrEqual(percent * values.length);
        expect(share(rank - 1)).toBeLessThan(percent * values.length);
      },
    ),
  );
});
