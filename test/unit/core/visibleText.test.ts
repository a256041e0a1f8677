import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visibleLines, visibleText } from '../../../src/core/visibleText.ts';

test.each([
  ['plain – ünïcode 日本 👩‍💻', 'plain – ünïcode 日本 👩\\u200d💻'],
  ['a\u202Eb\u2066c\u2069', 'a\\u202eb\\u2066c\\u2069'],
  ['zero\u200Bwidth\uFEFF', 'zero\\u200bwidth\\ufeff'],
  ['\u001B]8;;x\u0007', '\\u001b]8;;x\\u0007'],
  ['a\r\nb\tc', 'a\\r\\nb\\tc'],
  ['\uD800 alone', '\\ud800 alone'],
  ['tag \u{E0041}', 'tag \\u{e0041}'],
])('%j is shown as %j', (text, shown) => expect(visibleText(text)).toBe(shown));

test('lines keep their breaks', () => {
  expect(visibleLines('a\r\nb\n\tc\u202E')).toBe('a\nb\n\tc\\u202e');
});

test('nothing invisible is left, and nothing visible is touched', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Surrogate}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u);
      expect(visibleText(visibleText(text))).toBe(visibleText(text));
    }),
  );
});
