import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, formatEpoch, tickLabels } from '../../../src/core/time.ts';

const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  min: 60e9,
  h: 3600e9,
  d: 86_400e9,
};

/** What a formatted duration says, in nanoseconds. */
function read(text: string): number {
  const words = text.split(' ');
  let ns = 0;
  for (let i = 0; i < words.length; i += 2) ns += Number(words[i]) * UNITS[words[i + 1]!]!;
  return ns;
}

describe('formatDuration', () => {
  test.each([
    [0, '0 ns'],
    [850, '850 ns'],
    [999.6, '1 µs'],
    [1250, '1.25 µs'],
    [1_500_000, '1.5 ms'],
    [12_340_000, '12.3 ms'],
    [999_999_999, '1 s'],
    [59_960_000_000, '1 min'],
    [125e9, '2 min 5 s'],
    [3600e9, '1 h'],
    [11_520e9, '3 h 12 min'],
    [187_200e9, '2 d 4 h'],
    [-1500, '-1.5 µs'],
    [Number.NaN, 'unknown'],
    [Number.POSITIVE_INFINITY, 'unknown'],
  ])('%d is %s', (ns, text) => expect(formatDuration(ns)).toBe(text));

  test('a longer time never reads as a shorter one, and nearly as what it is', () => {
    const duration = fc.oneof(fc.double({ min: 0, max: 9e15, noNaN: true }), fc.integer({ min: 0, max: 4_000_000 }));
    fc.assert(
      fc.property(duration, duration, (a, b) => {
        const [short, long] = a < b ? [a, b] : [b, a];
        expect(read(formatDuration(short))).toBeLessThanOrEqual(read(formatDuration(long)));
        expect(Math.abs(read(formatDuration(long)) - long)).toBeLessThanOrEqual(Math.max(0.5, long * 0.021));
      }),
    );
  });
});

describe('tickLabels', () => {
  test.each([
    [100, 1000, 900, '0.9 µs'],
    [2e8, 1e9, 2e8, '0.2 s'],
    [1e6, 400e6, 250e6, '250 ms'],
    [100, 13e9, 12_345_678_900, '12.3456789 s'],
    [15e9, 120e9, 90e9, '1m 30s'],
    [60e9, 7200e9, 3660e9, '1h 1m'],
    [500e6, 61e9, 60.5e9, '1m 0.5s'],
  ])('step %d of %d: %d is %s', (step, max, offset, text) => expect(tickLabels(step, max)(offset)).toBe(text));

  test('neighbours differ', () => {
    const step = fc.constantFrom(1, 2, 5, 50, 1e3, 2e4, 5e5, 1e6, 1e8, 1e9, 15e9, 60e9, 3600e9, 86_400e9);
    fc.assert(
      fc.property(step, fc.integer({ min: 0, max: 5000 }), (stepNs, n) => {
        const label = tickLabels(stepNs, (n + 2) * stepNs);
        expect(label(n * stepNs)).not.toBe(label((n + 1) * stepNs));
      }),
    );
  });
});

test('formatEpoch keeps every nanosecond and passes what is no number', () => {
  expect(formatEpoch('1767225600123456789')).toBe('2026-01-01 00:00:00.123456789 UTC');
  expect(formatEpoch('1767225600123000000')).toBe('2026-01-01 00:00:00.123 UTC');
  expect(formatEpoch('-1')).toBe('1969-12-31 23:59:59.999999999 UTC');
  expect(formatEpoch('soon')).toBe('soon');
  expect(formatEpoch('9'.repeat(25))).toBe('9'.repeat(25));
});
