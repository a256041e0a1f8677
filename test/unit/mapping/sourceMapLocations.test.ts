import { readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { SourceMapGenerator } from 'source-map';
import { expect, onTestFinished, test, vi } from 'vitest';
import { NodeFileAccess } from '../../../src/mapping/nodeFileAccess.ts';
import { SourceMaps } from '../../../src/parser/sourceMaps.ts';
import { createSpanResolver } from '../../../src/mapping/createSpanResolver.ts';
import { LocalParser } from './localParser.ts';
import { locatorOf } from './locatorOf.ts';
import { makeWorkspace } from './makeWorkspace.ts';

/** Split, so that no tool takes it for this file's own. */
const MARK = ['sourceMapping', 'URL='].join('');

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where a text first stands in a file, 1-based. */
async function placeOf(path: string, text: string): Promise<Place> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  const line = lines.findIndex((candidate) => candidate.includes(text));
  if (line < 0) throw new Error(`${text} is not in ${path}`);
  return { line: line + 1, column: lines[line]!.indexOf(text) + 1 };
}

const SHOP = {
  'orders/src/main.ts': `import { price } from './price.ts';\n\nexport function order(count: number): number {\n  return price(count) + markerOrder();\n}\n\nfunction markerOrder(): number {\n  return 1;\n}\n`,
  'orders/src/price.ts': `interface Rate { readonly value: number }\nconst rate: Rate = { value: 3 };\n\nexport const price = (count: number): number => count * rate.value;\n`,
  'gateway/src/main.ts': `export function gate(): string {\n  const answer: string = markerGate();\n  return answer;\n}\n\nfunction markerGate(): string {\n  return 'x';\n}\n`,
};

function bundle(root: string, service: string, options: BuildOptions = {}): Promise<unknown> {
  return build({
    absWorkingDir: root,
    entryPoints: [`${service}/src/main.ts`],
    outfile: `${service}/dist/main.cjs`,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    sourcemap: true,
    logLevel: 'silent',
    ...options,
  });
}

test.for([
  ['external', { sourcemap: true }],
  ['inline', { sourcemap: 'inline' }],
  ['on one line', { sourcemap: true, minifyWhitespace: true }],
  ['not linked, but beside', { sourcemap: 'external' }],
  ['without sourcesContent', { sourcemap: true, sourcesContent: false }],
  ['with sourceRoot', { sourcemap: true, sourceRoot: '../dist' }],
] as const)('an esbuild bundle, %s', async ([, options]) => {
  const root = await makeWorkspace(SHOP);
  await bundle(root, 'orders', options);
  const bundled = join(root, 'orders/dist/main.cjs');
  const { at } = locatorOf(root);
  const generated = await placeOf(bundled, 'markerOrder()');
  const expected = await placeOf(join(root, 'orders/src/main.ts'), 'markerOrder()');
  const located = await at(bundled, generated.line, generated.column);
  expect(located).toMatchObject({
    state: 'found',
    path: join(root, 'orders/src/main.ts'),
    ...expected,
    confidence: 'exact',
    library: false,
  });
  expect(located.reason).toMatch(/lies in the workspace; the source map leads to .*src\/main\.ts, which is there\.$/);
});

test('without a column the line is found, no more than likely', async () => {
  const root = await makeWorkspace(SHOP);
  await bundle(root, 'orders');
  const bundled = join(root, 'orders/dist/main.cjs');
  const { line } = await placeOf(bundled, 'return price(');
  expect(await locatorOf(root).at(bundled, line)).toMatchObject({
    state: 'found',
    path: join(root, 'orders/src/main.ts'),
    line: 4,
    confidence: 'likely',
  });
});

test('from a container: /app/dist/main.cjs of one service, of several, of one with its folder', async () => {
  const root = await makeWorkspace(SHOP);
  await bundle(root, 'orders');
  const generated = await placeOf(join(root, 'orders/dist/main.cjs'), 'markerOrder()');
  const expected = await placeOf(join(root, 'orders/src/main.ts'), 'markerOrder()');
  expect(await locatorOf(root).at('/app/dist/main.cjs', generated.line, generated.column)).toMatchObject({
    state: 'found',
    path: join(root, 'orders/src/main.ts'),
    ...expected,
    confidence: 'likely',
  });
  await bundle(root, 'gateway');
  const { at } = locatorOf(root);
  const several = await at('/app/dist/main.cjs', generated.line, generated.column, { service: 'orders' });
  expect(several).toMatchObject({
    state: 'ambiguous',
    candidates: [{ path: join(root, 'orders/src/main.ts'), ...expected }, {}],
  });
  expect(await at('/app/orders/dist/main.cjs', generated.line, generated.column)).toMatchObject({
    state: 'found',
    path: join(root, 'orders/src/main.ts'),
    confidence: 'likely',
  });
  expect(
    await at('dist/main.cjs', generated.line, generated.column, { workingDirectory: '/srv/orders' }),
  ).toMatchObject({
    path: join(root, 'orders/src/main.ts'),
    ...expected,
  });
});

test('already mapped positions are left alone', async () => {
  const root = await makeWorkspace(SHOP);
  await bundle(root, 'orders');
  const { at, parser } = locatorOf(root);
  expect(await at(join(root, 'orders/src/main.ts'), 4, 3)).toMatchObject({ line: 4, column: 3, confidence: 'exact' });
  expect(parser.opened).toBe(0);
});

/** A bundle of one line whose map leads to line 2, column 1 of its sources by turns. */
function mapOf(sources: readonly (string | null)[], fields: object = {}): string {
  const generator = new SourceMapGenerator();
  for (const i of sources.keys()) {
    generator.addMapping({ generated: { line: i + 1, column: 0 }, original: { line: 2, column: 0 }, source: `${i}` });
  }
  return JSON.stringify({ ...generator.toJSON(), sources, ...fields });
}

const THREE_LINES = 'one\ntwo\nthree\n';

test.for([
  // tsc writes them so.
  ['../src/a.ts', '', 'pkg/src/a.ts', 'exact'],
  ['a.ts', '../src/', 'pkg/src/a.ts', 'exact'],
  ['a.ts', '../src', 'pkg/src/a.ts', 'exact'],
  ['webpack://pkg/./src/a.ts?abcd', '', 'pkg/src/a.ts', 'likely'],
  ['webpack:///./src/a.ts', '', 'pkg/src/a.ts', 'likely'],
  ['webpack:///src/a.ts', '', 'pkg/src/a.ts', 'likely'],
  ['webpack://pkg/../../../src/a.ts', '', 'pkg/src/a.ts', 'likely'],
  ['webpack-internal:///(rsc)/./app/page.tsx', '', 'app/page.tsx', 'likely'],
  ['turbopack:///[project]/app/page.tsx', '', 'app/page.tsx', 'likely'],
  ['/src/a.ts?t=1', '', 'pkg/src/a.ts', 'likely'],
  ['/build/pkg/src/a.ts', '', 'pkg/src/a.ts', 'likely'],
  ['../../../../gone/app/page.tsx', '', 'app/page.tsx', 'likely'],
  ['../../node_modules/lib/i.js', '', 'node_modules/lib/i.js', 'exact'],
] as const)('sources: %s under %j', async ([source, sourceRoot, path, confidence]) => {
  const root = await makeWorkspace({
    'pkg/src/a.ts': THREE_LINES,
    'app/page.tsx': THREE_LINES,
    'node_modules/lib/i.js': THREE_LINES,
    'pkg/dist/a.js': `x()\n//# ${MARK}a.js.map\n`,
    'pkg/dist/a.js.map': mapOf([source], { sourceRoot }),
  });
  expect(await locatorOf(root).at(join(root, 'pkg/dist/a.js'), 1, 1)).toMatchObject({
    state: 'found',
    path: join(root, path),
    line: 2,
    column: 1,
    confidence,
    library: path.startsWith('node_modules'),
  });
});

test('file:/// and /@fs/ sources', async () => {
  const root = await makeWorkspace({ 'src/a.ts': THREE_LINES, 'dist/a.js': 'x()\ny()\n' });
  await writeFile(join(root, 'dist/a.js.map'), mapOf([`file://${root}/src/a.ts`, `/@fs${root}/src/a.ts`]));
  const { at } = locatorOf(root);
  for (const line of [1, 2]) {
    expect(await at(join(root, 'dist/a.js'), line, 1)).toMatchObject({
      path: join(root, 'src/a.ts'),
      line: 2,
      confidence: 'exact',
    });
  }
});

test.for([
  [null, 'is code that the bundler made'],
  ['\0virtual:x', 'is code that the bundler made'],
  ['webpack://pkg/webpack/bootstrap', 'is code that the bundler made'],
  ['../../../../etc/passwd', 'matches no file of the workspace'],
  ['/etc/passwd', 'matches no file of the workspace'],
  ['file:///etc/passwd', 'matches no file of the workspace'],
  ['//evil/share/x.ts', 'is not opened because it leads to another machine'],
  ['\\\\evil\\share\\x.ts', 'is not opened because it leads to another machine'],
  ['file://evil/share/x.ts', 'is not opened because it leads to another machine'],
  ['../secret.ts', 'matches no file of the workspace'],
  ['../link/secret.ts', 'matches no file of the workspace'],
  ['gone.ts', 'matches no file of the workspace'],
] as const)('source %j is not opened; the built code is shown instead', async ([source, why]) => {
  const outside = await makeWorkspace({
    'ws/dist/a.js': 'x()\n',
    'ws/dist/a.js.map': mapOf([source]),
    'secret.ts': '',
  });
  const root = join(outside, 'ws');
  await symlink(outside, join(root, 'link'));
  const located = await locatorOf(root).at(join(root, 'dist/a.js'), 1, 1);
  expect(located).toMatchObject({
    state: 'found',
    path: join(root, 'dist/a.js'),
    line: 1,
    column: 1,
    confidence: 'likely',
  });
  expect(located.reason).toContain(`which ${why}, so this is the built code`);
});

test('no file system call for a UNC source', async () => {
  const root = await makeWorkspace({
    'dist/a.js': 'x()\n',
    'dist/a.js.map': mapOf(['//evil/share/x.ts'], { sourceRoot: '' }),
  });
  const asked: string[] = [];
  class Noted extends NodeFileAccess {
    override stat(path: string): ReturnType<NodeFileAccess['stat']> {
      asked.push(path);
      return super.stat(path);
    }
    override realpath(path: string): ReturnType<NodeFileAccess['realpath']> {
      asked.push(path);
      return super.realpath(path);
    }
  }
  await locatorOf(new Noted([{ path: root, name: 'ws' }])).at(join(root, 'dist/a.js'), 1, 1);
  expect(asked.length).toBeGreaterThan(0);
  for (const path of asked) expect(relative(root, path)).not.toMatch(/^\.\.|evil/);
});

test('a source that may be one of several files is a choice', async () => {
  const root = await makeWorkspace({
    'a/src/x.ts': THREE_LINES,
    'b/src/x.ts': THREE_LINES,
    'dist/a.js': 'x()\n',
    'dist/a.js.map': mapOf(['webpack:///gone/src/x.ts']),
  });
  expect(await locatorOf(root).at(join(root, 'dist/a.js'), 1, 1)).toMatchObject({
    state: 'ambiguous',
    candidates: [
      { path: join(root, 'a/src/x.ts'), line: 2 },
      { path: join(root, 'b/src/x.ts'), line: 2 },
    ],
    reason: expect.stringContaining('ends in src/x.ts, as 2 files of the workspace do'),
  });
});

test('JavaScript without a map is the code itself; in a build folder that is said', async () => {
  const root = await makeWorkspace({ 'src/a.js': THREE_LINES, 'dist/a.js': THREE_LINES });
  const { at, warnings } = locatorOf(root);
  expect(await at(join(root, 'src/a.js'), 2, 1)).toMatchObject({ line: 2, confidence: 'exact' });
  const built = await at(join(root, 'dist/a.js'), 2, 1);
  expect(built).toMatchObject({
    line: 2,
    confidence: 'likely',
    reason: expect.stringContaining('it has no source map'),
  });
  expect(warnings).toEqual([]);
});

test.for([
  ['http://127.0.0.1:1/x.map', 'Spanline makes no request for it'],
  ['file:///etc/x.map', 'Spanline makes no request for it'],
  ['/etc/x.map', 'its path is absolute'],
  ['../../../../home/u/.aws/config', 'does not end in .map'],
  ['../../secret.map', '../../secret.map, is not in the workspace'],
  ['link.map', 'link.map, is not in the workspace'],
  ['inside.map', 'inside.map, is not in the workspace'],
  ['gone.map', 'gone.map, is not in the workspace'],
  ['data:text/html,x', 'not JSON text'],
] as const)('a map at %s is not opened (T20)', async ([url, why]) => {
  const outside = await makeWorkspace({
    'ws/dist/a.js': `x()\n//# ${MARK}${url}\n`,
    'ws/src/a.ts': THREE_LINES,
    'secret.map': mapOf(['ws/src/a.ts']),
  });
  const root = join(outside, 'ws');
  await symlink(join(outside, 'secret.map'), join(root, 'dist/link.map'));
  await symlink(join(root, 'src/a.ts'), join(root, 'dist/inside.map'));
  const { at, warnings, parser } = locatorOf(root);
  const located = await at(join(root, 'dist/a.js'), 1, 1);
  expect(located).toMatchObject({ state: 'found', path: join(root, 'dist/a.js'), confidence: 'likely' });
  expect(located.reason).toContain(why);
  expect(parser.opened).toBe(0);
  // Once a map, however many of its lines are asked for.
  await at(join(root, 'dist/a.js'), 2, 1);
  expect(warnings).toEqual([expect.stringContaining(why)]);
});

test('a map that cannot be read is warned of once', async () => {
  const root = await makeWorkspace({ 'dist/a.js': 'x()\n', 'dist/a.js.map': '{"version":3}' });
  const { at, locator, warnings } = locatorOf(root);
  for (const line of [1, 2, 3]) {
    expect((await at(join(root, 'dist/a.js'), line, 1)).reason).toContain('`mappings` is not text');
    locator.invalidate();
  }
  expect(warnings).toEqual(['dist/a.js: The source map cannot be read: `mappings` is not text.']);
});

test('a place that the map does not have', async () => {
  const root = await makeWorkspace({
    'src/a.ts': THREE_LINES,
    'dist/a.js': THREE_LINES,
    'dist/a.js.map': mapOf(['../src/a.ts']),
  });
  expect(await locatorOf(root).at(join(root, 'dist/a.js'), 3, 1)).toMatchObject({
    path: join(root, 'dist/a.js'),
    line: 3,
    confidence: 'likely',
    reason: expect.stringContaining('the source map has nothing for this place'),
  });
});

test('an original line past the end of its file is clamped (M14)', async () => {
  const root = await makeWorkspace({
    'src/a.ts': 'one',
    'dist/a.js': 'x()\n',
    'dist/a.js.map': mapOf(['../src/a.ts']),
  });
  expect(await locatorOf(root).at(join(root, 'dist/a.js'), 1, 1)).toMatchObject({
    path: join(root, 'src/a.ts'),
    line: 1,
    confidence: 'guess',
    reason: expect.stringContaining('line 2 is past the end'),
  });
});

test('one parse for many positions and callers; a new build is read anew', async () => {
  const root = await makeWorkspace({ ...SHOP, 'dist/a.js': THREE_LINES });
  await bundle(root, 'orders');
  const bundled = join(root, 'orders/dist/main.cjs');
  const { at, locator, parser } = locatorOf(root);
  await Promise.all(Array.from({ length: 20 }, (_, i) => at(bundled, i + 1, 5)));
  expect(parser.opened).toBe(1);
  await writeFile(join(root, 'orders/src/main.ts'), `\n\n\n${SHOP['orders/src/main.ts']}`);
  await bundle(root, 'orders');
  await utimes(bundled, new Date(), new Date(Date.now() + 5_000));
  for (const path of [bundled, `${bundled}.map`, join(root, 'orders/src/main.ts')]) locator.invalidate(path);
  const generated = await placeOf(bundled, 'markerOrder()');
  const expected = await placeOf(join(root, 'orders/src/main.ts'), 'markerOrder()');
  expect(await at(bundled, generated.line, generated.column)).toMatchObject({
    path: join(root, 'orders/src/main.ts'),
    ...expected,
  });
  expect(parser.opened).toBe(2);
});

test('a new build that no watcher tells is noticed by its dates', async () => {
  const files = { 'src/a.ts': THREE_LINES, 'src/b.ts': THREE_LINES, 'dist/a.js': 'x()\nx()\n' };
  const root = await makeWorkspace({ ...files, 'dist/a.js.map': mapOf(['../src/a.ts', '../src/a.ts']) });
  const { at, parser } = locatorOf(root);
  expect(await at(join(root, 'dist/a.js'), 1, 1)).toMatchObject({ path: join(root, 'src/a.ts') });
  await writeFile(join(root, 'dist/a.js.map'), mapOf(['../src/b.ts', '../src/b.ts']));
  await utimes(join(root, 'dist/a.js.map'), 0, 0);
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5_000);
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  expect(await at(join(root, 'dist/a.js'), 2, 1)).toMatchObject({ path: join(root, 'src/b.ts') });
  expect(parser.opened).toBe(2);
  expect(parser.closed).toBe(1);
});

test('a map that appears counts', async () => {
  const root = await makeWorkspace({ 'src/a.ts': THREE_LINES, 'dist/a.js': 'x()\n' });
  const { at, locator } = locatorOf(root);
  expect(await at(join(root, 'dist/a.js'), 1, 1)).toMatchObject({ path: join(root, 'dist/a.js') });
  await writeFile(join(root, 'dist/a.js.map'), mapOf(['../src/a.ts']));
  locator.invalidate(join(root, 'dist/a.js.map'));
  expect(await at(join(root, 'dist/a.js'), 1, 1)).toMatchObject({ path: join(root, 'src/a.ts') });
  await rm(join(root, 'dist/a.js.map'));
  locator.invalidate(join(root, 'dist/a.js.map'));
  expect(await at(join(root, 'dist/a.js'), 1, 1)).toMatchObject({ path: join(root, 'dist/a.js') });
});

test('maps that the parser gave up are opened again', async () => {
  const root = await makeWorkspace({
    'src/a.ts': THREE_LINES,
    'dist/a.js': 'x()\nx()\n',
    'dist/a.js.map': mapOf(['../src/a.ts', '../src/a.ts']),
    'dist/b.js': 'x()\n',
    'dist/b.js.map': mapOf(['../src/a.ts']),
  });
  const parser = new LocalParser(new SourceMaps({ maxMaps: 1, maxBytes: 1e6 }));
  const files = new NodeFileAccess([{ path: root, name: 'ws' }]);
  const { locator } = createSpanResolver({
    files,
    listing: { list: () => Promise.resolve([]) },
    memory: { read: () => [], write: () => {} },
    parser,
    mappings: () => [],
    warn: () => undefined,
  });
  const at = (filePath: string, line: number): Promise<unknown> =>
    locator.locate(
      {
        origin: 'attributes',
        filePath: join(root, filePath),
        line: line as never,
        column: 1 as never,
        functionName: undefined,
      },
      { service: '' },
      new AbortController().signal,
    );
  const expected = { state: 'found', path: join(root, 'src/a.ts'), line: 2 };
  expect(await at('dist/a.js', 1)).toMatchObject(expected);
  expect(await at('dist/b.js', 1)).toMatchObject(expected);
  expect(await at('dist/a.js', 2)).toMatchObject(expected);
  expect(parser.opened).toBe(3);
});

test('a parser that stops is asked again next time', async () => {
  const root = await makeWorkspace({
    'src/a.ts': THREE_LINES,
    'dist/a.js': 'x()\nx()\n',
    'dist/a.js.map': mapOf(['../src/a.ts', '../src/a.ts']),
  });
  const { parser, locator, at, warnings } = locatorOf(root);
  const open = parser.openSourceMap;
  Object.assign(parser, { openSourceMap: () => Promise.reject(new Error('The parser stopped.')) });
  expect((await at(join(root, 'dist/a.js'), 1, 1)).reason).toContain('The parser stopped');
  Object.assign(parser, { openSourceMap: open });
  locator.invalidate(join(root, 'src/a.ts'));
  expect(await at(join(root, 'dist/a.js'), 2, 1)).toMatchObject({ path: join(root, 'src/a.ts') });
  expect(warnings).toEqual([]);
});
