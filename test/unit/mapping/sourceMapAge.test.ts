import { rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import type { SpanClues } from '../../../src/core/spanClues.ts';
import type { Base1 } from '../../../src/core/position.ts';
import { createSpanResolver } from '../../../src/mapping/createSpanResolver.ts';
import type { Located } from '../../../src/mapping/located.ts';
import { NodeFileAccess } from '../../../src/mapping/nodeFileAccess.ts';
import { gateSourceMap } from '../../../src/parser/sourceMapGate.ts';
import { LocalParser } from './localParser.ts';
import { locatorOf } from './locatorOf.ts';
import { makeWorkspace } from './makeWorkspace.ts';

const SOURCE = 'export function price(count: number): number {\n  return count * 3;\n}\nconsole.log(price(2));\n';
const BUILT_MS = Date.UTC(2026, 0, 1);

async function bundled(): Promise<string> {
  const root = await makeWorkspace({ 'src/price.ts': SOURCE });
  await build({
    absWorkingDir: root,
    entryPoints: ['src/price.ts'],
    outfile: 'dist/main.cjs',
    bundle: true,
    format: 'cjs',
    sourcemap: true,
    logLevel: 'silent',
  });
  for (const file of ['dist/main.cjs', 'dist/main.cjs.map']) await built(root, file, BUILT_MS);
  return root;
}

function built(root: string, file: string, epochMs: number): Promise<void> {
  return utimes(join(root, file), epochMs / 1000, epochMs / 1000);
}

function at(root: string, line: number, startEpochMs: number | undefined): Promise<Located | undefined> {
  const files = new NodeFileAccess([{ path: root, name: 'ws' }]);
  const { resolver } = createSpanResolver({
    files,
    listing: { list: () => Promise.resolve([]) },
    parser: new LocalParser(),
    mappings: () => [],
    memory: { read: () => [], write: () => {} },
    warn: () => {},
  });
  const filePath = join(root, 'dist/main.cjs');
  const place = { line: line as Base1, column: 3 as Base1 };
  const clues: SpanClues = {
    service: 's',
    name: 'x',
    refs: [{ origin: 'attributes', filePath, ...place, functionName: undefined }],
    literals: [],
    language: undefined,
    workingDirectory: undefined,
    revision: undefined,
    startEpochMs,
  };
  return resolver.locate(clues, new AbortController().signal);
}

/** Somewhere in the bundle's function. */
function locate(root: string, startEpochMs: number | undefined): Promise<Located | undefined> {
  return first([20, 21, 22, 23, 24, 25, 26].map((line) => () => at(root, line, startEpochMs)));
}

/** The runtime that esbuild puts first has no original; its length is esbuild's business. */
async function first(looks: readonly (() => Promise<Located | undefined>)[]): Promise<Located | undefined> {
  for (const look of looks) {
    const located = await look();
    if (located?.state === 'found' && (located.embedded || located.path.endsWith('.ts'))) return located;
  }
  return undefined;
}

test('a bundle that was built after the span ran is not exact any more, and says so', async () => {
  const root = await bundled();
  expect(await locate(root, BUILT_MS + 60_000)).toMatchObject({ confidence: 'exact' });
  expect(await locate(root, BUILT_MS - 1000)).toMatchObject({ confidence: 'exact' });
  expect(await locate(root, undefined)).toMatchObject({ confidence: 'exact' });
  expect(await locate(root, BUILT_MS - 60_000)).toMatchObject({
    confidence: 'likely',
    reason: expect.stringMatching(/; the bundle was built again after this span ran, so the line may be another\.$/),
  });
});

test('built code without a map was built after the span ran just as well', async () => {
  const root = await makeWorkspace({ 'dist/main.cjs': '  x();\n'.repeat(30) });
  await built(root, 'dist/main.cjs', BUILT_MS);
  const told = expect.stringMatching(/the bundle was built again after this span ran/);
  expect(await at(root, 20, BUILT_MS - 60_000)).toMatchObject({ confidence: 'likely', reason: told });
  expect(await at(root, 20, BUILT_MS + 60_000)).not.toMatchObject({ reason: told });
});

test('a map that is older than its bundle is no more than likely', async () => {
  const root = await bundled();
  await built(root, 'dist/main.cjs', BUILT_MS + 3_600_000);
  expect(await locate(root, BUILT_MS + 7_200_000)).toMatchObject({
    confidence: 'likely',
    reason: expect.stringContaining('the source map is older than the bundle'),
  });
});

test('a source that is not in the workspace is read from the map', async () => {
  const root = await bundled();
  await rm(join(root, 'src'), { recursive: true });
  const located = await locate(root, undefined);
  expect(located).toMatchObject({
    state: 'found',
    // For who cannot show it, the place in the built code stands.
    path: join(root, 'dist/main.cjs'),
    confidence: 'likely',
    embedded: { name: '../src/price.ts' },
    reason: expect.stringContaining('so this is its text in the source map'),
  });
  if (located?.state !== 'found' || !located.embedded) throw new Error('Nothing is embedded.');
  expect(await located.embedded.text()).toBe(SOURCE);
  expect(located.embedded.line).toBeLessThanOrEqual(4);
});

const mapBytes = (fields: object): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ version: 3, sources: ['a', 'b'], names: [], mappings: 'AAAA', ...fields }));

test.each([
  [{ ignoreList: [1] }, [1]],
  [{ x_google_ignoreList: [0, 1] }, [0, 1]],
  [{ ignoreList: [0], x_google_ignoreList: [1] }, [0]],
  [{ ignoreList: [2, -1, 0.5, '1', null, 1] }, []],
  [{ ignoreList: [-1, 1] }, [1]],
  [{ ignoreList: Array.from({ length: 100_000 }, (_, i) => i) }, []],
  [{ ignoreList: { length: 1, 0: 1 } }, []],
  [{ ignoreList: [1e308, Number.MAX_SAFE_INTEGER] }, []],
  [{ ignoreList: 'all' }, []],
  [{}, []],
])('the sources that a list ignores: %#', (fields, ignored) => {
  expect([...gateSourceMap(mapBytes(fields)).ignored]).toEqual(ignored);
});

test('in an indexed map each section has its own list', () => {
  const map = { version: 3, sources: ['a', 'b'], names: [], mappings: 'AAAA' };
  const section = (line: number, ignoreList: readonly number[]) => ({
    offset: { line, column: 0 },
    map: { ...map, ignoreList },
  });
  const bytes = mapBytes({ mappings: undefined, sections: [section(0, [1]), section(5, [0])] });
  expect([...gateSourceMap(bytes).ignored]).toEqual([1, 2]);
});

test("a place in an ignored source is other people's code", async () => {
  const root = await makeWorkspace({
    'src/own.ts': 'one\n',
    'src/theirs.ts': 'one\n',
    'dist/a.js': 'x();\ny();\n',
    'dist/a.js.map': JSON.stringify({
      version: 3,
      sources: ['../src/own.ts', '../src/theirs.ts'],
      names: [],
      mappings: 'AAAA;ACAA',
      ignoreList: [1],
    }),
  });
  const { at } = locatorOf(root);
  expect(await at(join(root, 'dist/a.js'), 1, 1)).toMatchObject({ path: join(root, 'src/own.ts'), library: false });
  expect(await at(join(root, 'dist/a.js'), 2, 1)).toMatchObject({ path: join(root, 'src/theirs.ts'), library: true });
});
