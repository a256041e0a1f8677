import { expect, test } from 'vitest';
import { latencyText } from '../../../src/latency/latencyText.ts';

const stats = { count: 1234, errors: 4, sumNs: 20e9, p50Ns: 12e6, p95Ns: 80e6, p99Ns: 210e6, maxNs: 300e6 };

test.each([
  [stats, 'p50 12 ms · p95 80 ms · p99 210 ms · 1.2k calls · 0.3 % errors'],
  [{ ...stats, errors: 0 }, 'p50 12 ms · p95 80 ms · p99 210 ms · 1.2k calls'],
  [{ ...stats, count: 3, errors: 3 }, '3 calls, too few for percentiles · max 300 ms · 100 % errors'],
  [{ ...stats, count: 1, errors: 0 }, '1 call, too few for percentiles · max 300 ms'],
  [{ ...stats, count: 2e6, errors: 1 }, 'p50 12 ms · p95 80 ms · p99 210 ms · 2M calls · < 0.1 % errors'],
])('%j', (given, text) => {
  expect(latencyText(given, 5)).toBe(text);
});
