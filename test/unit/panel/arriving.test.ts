import { expect, test } from 'vitest';
import { arrivingMs } from '../../../src/panel/arriving.ts';

test.each([
  [undefined, true, 0],
  [9000, false, 4000],
  [5000, false, 0],
  [1, false, 0],
  [5000, true, 25_000],
  [-30_000, true, 0],
])('last span at %j of 10,000 ms, orphans %j: %j ms more', (lastMs, orphans, expected) =>
  expect(arrivingMs(lastMs, orphans, 10_000)).toBe(expected),
);
