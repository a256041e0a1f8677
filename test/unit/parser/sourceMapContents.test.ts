import { expect, test } from 'vitest';
import type { Base0, Base1 } from '../../../src/core/position.ts';
import { SourceMaps } from '../../../src/parser/sourceMaps.ts';

const { signal } = new AbortController();

/** What a map answers of the first place in its first source. */
async function firstOf(fields: object): Promise<{ readonly lines: number | undefined; readonly text: unknown }> {
  const maps = new SourceMaps();
  const map = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA', ...fields };
  const bytes = new TextEncoder().encode(JSON.stringify(map)).buffer;
  const { handle } = await maps.handlers.openSourceMap({ bytes }, signal);
  const place = { map: handle, line: 1 as Base1, column: 0 as Base0 };
  // Twice: the second time they are known.
  await maps.handlers.originalPosition(place, signal);
  const position = await maps.handlers.originalPosition(place, signal);
  const text = await maps.handlers.sourceContent({ map: handle, source: 0 }, signal);
  return { lines: position?.contentLines, text };
}

test.each([
  ['one', 1],
  ['one\n', 1],
  ['one\ntwo', 2],
  ['one\n\n', 2],
  ['\n', 1],
  ['', 1],
])('%j has %d lines', async (text, lines) => {
  expect(await firstOf({ sourcesContent: [text] })).toEqual({ lines, text });
});

test.each([[undefined], [null], ['text'], [[]], [[null, 'x']], [[{ 0: 'x' }]], [[7]]])(
  'contents %j are none',
  async (sourcesContent) => {
    expect(await firstOf({ sourcesContent })).toEqual({ lines: undefined, text: undefined });
  },
);

test('a text that nobody would read is left out', async () => {
  const limit = 4 * 2 ** 20;
  expect(await firstOf({ sourcesContent: ['x'.repeat(limit)] })).toMatchObject({ lines: 1 });
  expect(await firstOf({ sourcesContent: ['x'.repeat(limit + 1)] })).toEqual({ lines: undefined, text: undefined });
});

test('each section has contents of its own', async () => {
  const map = (text: string): object => ({
    version: 3,
    sources: ['a.ts'],
    names: [],
    mappings: 'AAAA',
    sourcesContent: [text],
  });
  const sections = [
    { offset: { line: 0, column: 0 }, map: map('one\ntwo') },
    { offset: { line: 1, column: 0 }, map: map('one') },
  ];
  expect(await firstOf({ sections, mappings: undefined, sources: undefined })).toEqual({ lines: 2, text: 'one\ntwo' });
});
