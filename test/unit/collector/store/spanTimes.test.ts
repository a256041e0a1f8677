import { expect, test } from 'vitest';
import { spanTimes } from '../../../../src/collector/store/spanTimes.ts';

const MAX_INT64 = 2n ** 63n - 1n;

test.each<[string, bigint, bigint, bigint, bigint, number | undefined]>([
  ['a usual span', 10n, 30n, 10n, 30n, 20],
  ['no length', 10n, 10n, 10n, 10n, 0],
  ['end before start', 30n, 10n, 30n, 30n, undefined],
  ['no end', 10n, 0n, 10n, 10n, undefined],
  ['no start', 0n, 10n, 10n, 10n, undefined],
  ['no time', 0n, 0n, 0n, 0n, undefined],
  ['the largest uint64', 2n ** 64n - 1n, 2n ** 64n - 1n, MAX_INT64, MAX_INT64, 0],
  ['longer than doubles carry', 1n, 2n ** 64n - 1n, 1n, MAX_INT64, Number.MAX_SAFE_INTEGER],
])('%s', (_what, sentStart, sentEnd, startEpochNs, endEpochNs, durationNs) => {
  expect(spanTimes(sentStart, sentEnd)).toEqual({ startEpochNs, endEpochNs, durationNs });
});
