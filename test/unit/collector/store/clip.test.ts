import { expect, test } from 'vitest';
import { clip } from '../../../../src/collector/store/clip.ts';

test('short text stays, long text is cut and says so', () => {
  expect(clip('abc', 3)).toBe('abc');
  expect(clip('abcd', 3)).toBe('ab…');
});

test('no character is cut in two', () => {
  expect(clip('a😀bcd', 3)).toBe('a…');
  expect(clip('a😀bcd', 4)).toBe('a😀…');
});
