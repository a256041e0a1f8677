import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bigIntOf, u64Of } from '../../../src/core/formats/unixNano.ts';

test('reads every uint64 exactly', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
      const read = u64Of(String(value))!;
      expect(bigIntOf(read.high, read.low)).toBe(value);
    }),
    { examples: [[0n], [2n ** 32n - 1n], [2n ** 32n], [2n ** 53n + 1n], [2n ** 64n - 1n], [10n ** 9n]] },
  );
});

test.each(['', 'abc', '-1', '1.5', '0x10', ' 12 ', '1e999', '18446744073709551616', '99999999999999999999'])(
  '%j is no such number',
  (text) => {
    expect(u64Of(text)).toBeUndefined();
  },
);

test('a double that a sender wrote out is taken when it is whole', () => {
  expect(u64Of('1e3')).toEqual({ high: 0, low: 1000 });
  expect(u64Of('1.7e18')).toBeDefined();
});
