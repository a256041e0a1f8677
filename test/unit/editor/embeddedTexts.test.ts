import { expect, test } from 'vitest';
import { EmbeddedTexts } from '../../../src/editor/embeddedTexts.ts';

test('fifty texts are kept, those used last', () => {
  const texts = new EmbeddedTexts();
  for (let i = 0; i < 50; i++) texts.keep(`${i}`, `text ${i}`);
  expect(texts.of('0')).toBe('text 0');
  texts.keep('50', 'text 50');
  expect(texts.of('0')).toBe('text 0');
  expect(texts.of('1')).toBeUndefined();
  expect(texts.of('2')).toBe('text 2');
  expect(texts.of('50')).toBe('text 50');
});

test('eight million characters are kept in all, the newest text in any case', () => {
  const texts = new EmbeddedTexts();
  const four = 'x'.repeat(4 * 2 ** 20);
  texts.keep('a', four);
  texts.keep('b', four);
  expect(texts.of('a')).toBe(four);
  texts.keep('c', 'y');
  expect([texts.of('a'), texts.of('b'), texts.of('c')]).toEqual([four, undefined, 'y']);
  texts.keep('d', 'x'.repeat(9 * 2 ** 20));
  expect([texts.of('a'), texts.of('c'), texts.of('d')?.length]).toEqual([undefined, undefined, 9 * 2 ** 20]);
});

test('a text that is kept again counts once', () => {
  const texts = new EmbeddedTexts();
  const four = 'x'.repeat(4 * 2 ** 20);
  for (let i = 0; i < 5; i++) texts.keep('a', four);
  texts.keep('b', four);
  expect([texts.of('a'), texts.of('b')]).toEqual([four, four]);
});
