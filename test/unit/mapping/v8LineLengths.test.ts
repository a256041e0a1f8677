import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { v8LineLengths } from '../../../src/mapping/v8LineLengths.ts';

async function lengthsOf(text: string, maxLines = 1e6): Promise<readonly number[] | undefined> {
  const lengths = await v8LineLengths(new TextEncoder().encode(text), maxLines);
  return lengths && [...lengths];
}

test.each([
  ['', [0]],
  ['ab', [2]],
  ['ab\n', [2, 0]],
  ['a\r\nbc\rd\n\ne', [1, 2, 1, 0, 1]],
  ['\r\r\n\n', [0, 0, 0, 0]],
  ['é\u2028b\u2029c', [2, 1, 1]],
  // Begins like a separator and is none.
  ['a\u2026b', [5]],
])('the lines of %j', async (text, lengths) => {
  expect(await lengthsOf(text)).toEqual(lengths);
});

test('a text that ends within a character has its lines still', async () => {
  expect([...(await v8LineLengths(Uint8Array.of(0x61, 0x0a, 0xe2, 0x80), 10))!]).toEqual([1, 2]);
  expect([...(await v8LineLengths(Uint8Array.of(0xe2), 10))!]).toEqual([1]);
});

test('more lines than are kept', async () => {
  expect(await lengthsOf('\n'.repeat(4999), 5000)).toHaveLength(5000);
  expect(await lengthsOf('\n'.repeat(5000), 5000)).toBeUndefined();
});

test('property: V8 counts the lines of a script alike', async () => {
  const piece = fc.constantFrom('\n', '\r', '\r\n', '\u2028', '\u2029', ' ', '/*é*/', ';');
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
      const script = `${pieces.join('')}Error.prepareStackTrace = (_, [top]) => top.getLineNumber(); new Error().stack`;
      expect(await lengthsOf(script)).toHaveLength(Number(runInNewContext(script)));
    }),
  );
});
