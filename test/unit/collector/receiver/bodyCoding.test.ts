import { expect, test } from 'vitest';
import { bodyCoding } from '../../../../src/collector/receiver/bodyCoding.ts';

test.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['identity', 'identity'],
  ['gzip', 'gzip'],
  ['GZIP', 'gzip'],
  [' gzip ', 'gzip'],
  ['br', undefined],
  ['zstd', undefined],
  ['deflate', undefined],
  ['snappy', undefined],
  ['x-gzip', undefined],
  ['gzip, gzip', undefined],
  ['identity, gzip', undefined],
  [Array.from({ length: 4000 }, () => 'gzip').join(', '), undefined],
])('%j is %s', (contentEncoding, coding) => {
  expect(bodyCoding(contentEncoding)).toBe(coding);
});
