import fc from 'fast-check';
import { expect, it } from 'vitest';
import { retryAfterMs } from '../../../src/backends/retryAfter.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');

it.each([
  ['0', 0],
  ['1', 1000],
  [' 120 ', 120_000],
  ['99999999', 3_600_000],
  ['9'.repeat(20), 3_600_000],
  ['9'.repeat(21), undefined],
  ['Fri, 20 Nov 2026 10:00:30 GMT', 30_000],
  ['Friday, 20-Nov-26 10:00:30 GMT', 30_000],
  ['Fri Nov 20 10:00:30 2026 GMT', 30_000],
  ['Sat, 20 Nov 2027 10:00:30 GMT', 3_600_000],
  ['Fri, 20 Nov 2020 10:00:30 GMT', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['abc', undefined],
  ['', undefined],
  [undefined, undefined],
])('%j is %s', (header, expected) => {
  expect(retryAfterMs(header, NOW)).toBe(expected);
});

it('stays within an hour for any text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      ),
      (text) => {
        const waitMs = retryAfterMs(text, NOW) ?? 0;
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThanOrEqual(3_600_000);
      },
    ),
  );
});
