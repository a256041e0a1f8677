import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NodeFileAccess } from '../../../src/mapping/nodeFileAccess.ts';
import { createSpanResolver } from '../../../src/mapping/createSpanResolver.ts';
import { SourceMaps } from '../../../src/parser/sourceMaps.ts';
import { LocalParser } from './localParser.ts';
import { locatorOf } from './locatorOf.ts';
import { makeWorkspace } from './makeWorkspace.ts';

const NOT_THE_ONE = 'the bundle, which is then not the one that ran';

/** Each generated line leads to the source's line of the same number. */
const MAP = { version: 3, sources: ['../src/a.ts'], names: [], mappings: 'AAAA;AACA;AACA;AACA' };

function workspace(bundle: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  return makeWorkspace({
    'src/a.ts': 'one\ntwo\nthree\nfour\n',
    'dist/a.js': bundle,
    'dist/a.js.map': JSON.stringify(MAP),
    ...files,
  });
}

test.each([
  // bundle, line, column, past the end
  ['x();\ny();\n', 1, 4, undefined],
  ['x();\ny();\n', 1, 5, undefined],
  ['x();\ny();\n', 1, 6, 'column 6 is past the end of line 1 in'],
  ['x();\ny();\n', 2, undefined, undefined],
  ['x();\ny();\n', 2, 900, 'column 900 is past the end of line 2 in'],
  ['x();\ny();\n', 4, 1, 'line 4 is past the end of'],
  // V8 has a third line, which is empty.
  ['x();\ny();\n', 3, 1, undefined],
  ['x();\r\ny();', 1, 6, 'column 6 is past the end of line 1 in'],
  // Five bytes are four characters; whether column 6 is one of them is not known.
  ['é();\n', 1, 6, undefined],
  ['é();\n', 1, 7, 'column 7 is past the end of line 1 in'],
  ['"\u2028";\n', 2, 2, undefined],
  ['"\u2028";\n', 1, 3, 'column 3 is past the end of line 1 in'],
] as const)('of %j line %s, column %s', async (bundle, line, column, past) => {
  const root = await workspace(bundle);
  const located = await locatorOf(root).at(join(root, 'dist/a.js'), line, column);
  expect(located).toMatchObject({ state: 'found', path: join(root, 'src/a.ts'), line });
  if (past === undefined) {
    expect(located).toMatchObject({ confidence: column === undefined ? 'likely' : 'exact' });
    expect(located.reason).not.toContain('past the end');
  } else {
    expect(located).toMatchObject({ confidence: 'guess', reason: expect.stringContaining(`${past} ${NOT_THE_ONE}`) });
  }
});

test('a column past the end of a line that the map does not have is a guess in the built code', async () => {
  const root = await workspace('x();\ny();\n', { 'dist/a.js.map': JSON.stringify({ ...MAP, mappings: 'AAAA' }) });
  const { at } = locatorOf(root);
  expect(await at(join(root, 'dist/a.js'), 2, 2)).toMatchObject({
    path: join(root, 'dist/a.js'),
    confidence: 'likely',
  });
  expect(await at(join(root, 'dist/a.js'), 2, 90)).toMatchObject({
    path: join(root, 'dist/a.js'),
    line: 2,
    confidence: 'guess',
    reason: expect.stringContaining(`column 90 is past the end of line 2 in ${NOT_THE_ONE}`),
  });
  const beyond = await at(join(root, 'dist/a.js'), 9, 1);
  expect(beyond).toMatchObject({ line: 2, confidence: 'guess' });
  expect(beyond.reason.match(/past the end/g)).toHaveLength(1);
});

test('JavaScript that people wrote is not measured', async () => {
  const root = await makeWorkspace({ 'src/a.js': 'x();\n' });
  expect(await locatorOf(root).at(join(root, 'src/a.js'), 1, 90)).toMatchObject({ confidence: 'exact' });
});

test('the next build is measured anew', async () => {
  const root = await workspace('x();\n');
  const { at, locator } = locatorOf(root);
  const bundle = join(root, 'dist/a.js');
  expect(await at(bundle, 1, 90)).toMatchObject({ confidence: 'guess' });
  await writeFile(bundle, `${' '.repeat(100)}x();\n`);
  locator.invalidate(bundle);
  expect(await at(bundle, 1, 90)).toMatchObject({ confidence: 'exact' });
});

const EMBEDDED = JSON.stringify({ ...MAP, sources: ['../src/gone.ts'], sourcesContent: ['one\ntwo\n'] });

test('an embedded text ends where it ends', async () => {
  const root = await workspace('x();\ny();\nz();\n', { 'dist/a.js.map': EMBEDDED });
  const { at } = locatorOf(root);
  const bundle = join(root, 'dist/a.js');
  expect(await at(bundle, 2, 1)).toMatchObject({ path: bundle, line: 2, confidence: 'likely', embedded: { line: 2 } });
  expect(await at(bundle, 3, 1)).toMatchObject({
    confidence: 'guess',
    embedded: { line: 2 },
    reason: expect.stringContaining('line 3 is past the end of that text, which has 2'),
  });
  const beyond = await at(bundle, 4, 2);
  expect(beyond).toMatchObject({ confidence: 'guess', embedded: { line: 2 } });
});

test('an embedded source tells of a stale map and a column past the end, too', async () => {
  const root = await workspace('x();\ny();\n', { 'dist/a.js.map': EMBEDDED });
  await utimes(join(root, 'dist/a.js.map'), 1, 1);
  const located = await locatorOf(root).at(join(root, 'dist/a.js'), 1, 50);
  expect(located).toMatchObject({ confidence: 'guess', embedded: { name: '../src/gone.ts' }, ranLine: undefined });
  expect(located.reason).toMatch(/this is its text in the source map; column 50 .*; the source map is older/);
});

/** Over a parser that keeps one map. */
function forgetful(root: string): ReturnType<typeof createSpanResolver>['locator'] {
  const files = new NodeFileAccess([{ path: root, name: 'ws' }]);
  return createSpanResolver({
    files,
    listing: { list: () => Promise.resolve([]) },
    memory: { read: () => [], write: () => {} },
    parser: new LocalParser(new SourceMaps({ maxMaps: 1, maxBytes: 1e6 })),
    mappings: () => [],
    warn: () => undefined,
  }).locator;
}

async function textOf(root: string, change: () => Promise<unknown>): Promise<string | undefined> {
  const locator = forgetful(root);
  const ask = (path: string): ReturnType<typeof locator.locate> =>
    locator.locate(
      {
        origin: 'attributes',
        filePath: join(root, path),
        line: 1 as never,
        column: 1 as never,
        functionName: undefined,
      },
      { service: '' },
      new AbortController().signal,
    );
  const located = await ask('dist/a.js');
  if (located.state !== 'found' || !located.embedded) throw new Error('Nothing is embedded.');
  await ask('dist/b.js');
  await change();
  locator.invalidate();
  return located.embedded.text();
}

test('the text of a map that the parser gave up is read anew; that of another build is not handed out', async () => {
  const files = { 'dist/a.js.map': EMBEDDED, 'dist/b.js': 'x();\n', 'dist/b.js.map': JSON.stringify(MAP) };
  const root = await workspace('x();\n', files);
  expect(await textOf(root, () => Promise.resolve())).toBe('one\ntwo\n');
  const other = JSON.stringify({ ...MAP, sources: ['../src/other.ts'], sourcesContent: ['other'] });
  expect(await textOf(root, () => writeFile(join(root, 'dist/a.js.map'), other))).toBeUndefined();
  await writeFile(join(root, 'dist/a.js.map'), EMBEDDED);
  expect(await textOf(root, () => rm(join(root, 'dist/a.js.map')))).toBeUndefined();
});
