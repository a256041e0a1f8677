import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseInstant, parseLast, rangeOf } from '../../../src/core/timeWindow.ts';

const NOW = new Date(2026, 10, 25, 12, 0, 0).getTime();

test.each([
  ['15m', 900_000],
  ['1H', 3_600_000],
  ['1.5h', 5_400_000],
  ['2d', 172_800_000],
  ['1w', 604_800_000],
  ['30s', 30_000],
  ['5min', 300_000],
])('last %s', (text, ms) => {
  expect(parseLast(text)).toBe(ms);
});

test.each(['', '0h', '1', 'h', '1y', '-1h', '1h2m', '1e3s'])('%j is no length of time', (text) => {
  expect(parseLast(text)).toBeUndefined();
});

const local = (...parts: [number, number, number, number?, number?, number?]): bigint =>
  BigInt(new Date(...parts).getTime()) * 1_000_000n;

test.each<[string, bigint]>([
  ['1764064800', 1_764_064_800_000_000_000n],
  ['1764064800123', 1_764_064_800_123_000_000n],
  ['1764064800123456', 1_764_064_800_123_456_000n],
  ['1764064800123456789', 1_764_064_800_123_456_789n],
  ['2026-11-25T10:00:00Z', 1_795_600_800_000_000_000n],
  ['2026-11-25T10:00:00.123456789Z', 1_795_600_800_123_456_789n],
  ['2026-11-25T10:00:00+02:00', 1_795_593_600_000_000_000n],
  ['2026-11-25', local(2026, 10, 25)],
  ['2026-11-25T10:30', local(2026, 10, 25, 10, 30)],
  ['2026-11-25 10:30:05', local(2026, 10, 25, 10, 30, 5)],
  ['11:59', local(2026, 10, 25, 11, 59)],
  ['12:01', local(2026, 10, 24, 12, 1)],
  ['0:00:01', local(2026, 10, 25, 0, 0, 1)],
])('the instant %s', (text, ns) => {
  expect(parseInstant(text, NOW)).toBe(ns);
});

test.each(['', 'now', '25:00', '12:60', '2026-13-01', '12345678', '2026-11-25T', '1:2'])('%j is no instant', (text) => {
  expect(parseInstant(text, NOW)).toBeUndefined();
});

test('never throws', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (text) => {
      parseInstant(text, NOW);
      parseLast(text);
    }),
  );
});

test('a window that ends now takes in clocks that are ahead', () => {
  const { fromEpochNs, toEpochNs } = rangeOf({ kind: 'last', ms: 60_000 }, NOW);
  expect(fromEpochNs).toBe(BigInt(NOW - 60_000) * 1_000_000n);
  expect(toEpochNs).toBe(BigInt(NOW + 5000) * 1_000_000n);
  expect(rangeOf({ kind: 'between', fromEpochNs: 1n, toEpochNs: 2n }, NOW)).toEqual({ fromEpochNs: 1n, toEpochNs: 2n });
});
