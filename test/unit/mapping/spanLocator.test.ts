import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base1 } from '../../../src/core/position.ts';
import { NodeFileAccess } from '../../../src/mapping/nodeFileAccess.ts';
import { SpanLocator } from '../../../src/mapping/spanLocator.ts';
import { locatorOf } from './locatorOf.ts';
import { makeWorkspace } from './makeWorkspace.ts';
import { SpyFiles } from './spyFiles.ts';

const TEN_LINES = 'line\n'.repeat(10);

test('the exact path', async () => {
  const root = await makeWorkspace({ 'src/a.ts': TEN_LINES });
  const path = join(root, 'src/a.ts');
  expect(await locatorOf(root).at(path, 7, 3)).toEqual({
    state: 'found',
    path,
    line: 7,
    column: 3,
    confidence: 'exact',
    library: false,
    ranLine: 7,
    reason: `The path ${path} lies in the workspace.`,
  });
});

test('a path mapping, and its longest one', async () => {
  const root = await makeWorkspace({ 'orders/src/a.ts': TEN_LINES, 'gateway/src/a.ts': TEN_LINES });
  const { at } = locatorOf(root, [
    { from: '/app', to: 'gateway' },
    { from: '/app/orders', to: join(root, 'orders') },
  ]);
  expect(await at('/app/src/a.ts', 2)).toMatchObject({
    state: 'found',
    path: join(root, 'gateway/src/a.ts'),
    confidence: 'exact',
    reason: 'The path /app/src/a.ts is mapped by /app → gateway.',
  });
  expect(await at('/app/orders/src/a.ts', 2)).toMatchObject({ state: 'found', path: join(root, 'orders/src/a.ts') });
});

test('a mapping does not lead out of the workspace', async () => {
  const root = await makeWorkspace();
  expect(await locatorOf(root, [{ from: '/app', to: '/etc' }]).at('/app/passwd', 1)).toMatchObject({
    state: 'missing',
    reason: 'The path /app/passwd is led out of the workspace by the path mapping /app → /etc.',
  });
});

test.for([
  ['/usr/src/app/src/a.ts', 'src/a.ts', 'likely'],
  ['/app/services/orders/src/a.ts', 'src/a.ts', 'likely'],
  ['C:\\agent\\work\\src\\a.ts', 'src/a.ts', 'likely'],
  ['/home/runner/work/shop/shop/src/a.ts', 'src/a.ts', 'likely'],
  ['src/a.ts', 'src/a.ts', 'likely'],
  ['../src/a.ts', 'src/a.ts', 'likely'],
  ['/app/deep/b.ts', 'x/y/deep/b.ts', 'likely'],
  ['/other/thing/deep/b.ts', 'x/y/deep/b.ts', 'guess'],
  ['/app/a.ts', 'src/a.ts', 'guess'],
  ['a.ts', 'src/a.ts', 'guess'],
] as const)('suffix: %s is %s, %s', async ([named, path, confidence]) => {
  const root = await makeWorkspace({ 'src/a.ts': TEN_LINES, 'x/y/deep/b.ts': TEN_LINES, 'src/xa.ts': '' });
  expect(await locatorOf(root).at(named, 2)).toMatchObject({ state: 'found', path: join(root, path), confidence });
});

test('more segments decide; equally many are a choice, the own service first', async () => {
  const root = await makeWorkspace({ 'gateway/src/main.py': TEN_LINES, 'orders/src/main.py': TEN_LINES });
  const { at } = locatorOf(root);
  expect(await at('/app/orders/src/main.py', 2)).toMatchObject({
    state: 'found',
    path: join(root, 'orders/src/main.py'),
  });
  for (const service of ['orders', 'gateway']) {
    const located = await at('/app/src/main.py', 2, 5, { service });
    expect(located).toMatchObject({
      state: 'ambiguous',
      reason: 'The path /app/src/main.py ends in src/main.py, as 2 files of the workspace do.',
    });
    const candidates = located.state === 'ambiguous' ? located.candidates : [];
    expect(candidates[0]).toEqual({ path: join(root, service, 'src/main.py'), line: 2, column: 5 });
    expect(candidates).toHaveLength(2);
  }
});

test('the working directory makes a relative path exact', async () => {
  const root = await makeWorkspace({ 'a/src/main.py': TEN_LINES, 'b/src/main.py': TEN_LINES });
  const { at } = locatorOf(root);
  expect(await at('src/main.py', 2)).toMatchObject({ state: 'ambiguous' });
  expect(await at('src/main.py', 2, 1, { workingDirectory: join(root, 'b') })).toMatchObject({
    state: 'found',
    path: join(root, 'b/src/main.py'),
    confidence: 'exact',
  });
  expect(await at('src/main.py', 2, 1, { workingDirectory: '/srv/a' })).toMatchObject({
    state: 'found',
    path: join(root, 'a/src/main.py'),
    confidence: 'likely',
  });
  expect(await at('src/main.py', 2, 1, { workingDirectory: '//evil/share' })).toMatchObject({ state: 'ambiguous' });
});

test('the same relative path in two workspace folders is a choice (F16)', async () => {
  const roots = [await makeWorkspace({ 'src/a.py': TEN_LINES }), await makeWorkspace({ 'src/a.py': TEN_LINES })];
  const files = new NodeFileAccess(roots.map((path) => ({ path, name: path })));
  expect(await locatorOf(files).at('src/a.py', 1)).toMatchObject({ state: 'ambiguous' });
});

test('library code is not mistaken for the own', async () => {
  const root = await makeWorkspace({
    'src/index.js': TEN_LINES,
    'json/decoder.py': TEN_LINES,
    'node_modules/y/lib/i.js': TEN_LINES,
  });
  const { at } = locatorOf(root);
  const missing = { state: 'missing', reason: expect.stringContaining('is library code that is not in the workspace') };
  expect(await at('/app/node_modules/x/src/index.js', 1, 1)).toMatchObject(missing);
  expect(await at('/usr/lib/python3.12/json/decoder.py', 1)).toMatchObject(missing);
  expect(await at('/app/node_modules/y/lib/i.js', 3, 1)).toMatchObject({
    state: 'found',
    library: true,
    confidence: 'likely',
    path: join(root, 'node_modules/y/lib/i.js'),
  });
});

test('lines past the end, no line, empty files (T18)', async () => {
  const root = await makeWorkspace({ 'a.py': TEN_LINES, 'none.py': '', 'open.py': 'x\ny' });
  const { at } = locatorOf(root);
  const file = (name: string): string => join(root, name);
  expect(await at(file('a.py'), 10)).toMatchObject({ line: 10, confidence: 'exact' });
  expect(await at(file('a.py'), 11, 4)).toMatchObject({
    line: 10,
    column: undefined,
    confidence: 'guess',
    reason: `The path ${file('a.py')} lies in the workspace; line 11 is past the end of the file, which has 10: it has changed since.`,
  });
  expect(await at(file('a.py'), 2 ** 31 - 1)).toMatchObject({ line: 10 });
  expect(await at(file('none.py'), 3)).toMatchObject({ line: 1 });
  expect(await at(file('open.py'), 3)).toMatchObject({ line: 2 });
  expect(await at(file('a.py'))).toMatchObject({ line: 1, confidence: 'guess' });
});

test.for(['\\\\evil\\s\\x', '//evil/s/x', 'http://127.0.0.1:1/x', 'node:fs', '/dev/zero', 'C:foo', '/a:12'])(
  'refused: %s, without asking the file system',
  async (path) => {
    const files = new SpyFiles(['/ws'], ['/ws/x', '/ws/foo', '/ws/zero', '/ws/fs', '/ws/a']);
    expect(await locatorOf(files).at(path, 1)).toMatchObject({
      state: 'missing',
      reason: expect.stringContaining('is not opened because'),
    });
    expect(files.asked).toEqual([]);
  },
);

test('nothing to go by says what would help', async () => {
  const { locator, at } = locatorOf(await makeWorkspace());
  expect(await at(undefined, 3)).toMatchObject({ state: 'missing', reason: 'The span names no file.' });
  const ref = {
    origin: 'attributes',
    filePath: undefined,
    line: undefined,
    column: undefined,
    functionName: 'a.B.c',
  } as const;
  expect(await locator.locate(ref, { service: '' }, new AbortController().signal)).toEqual({
    state: 'missing',
    reason: 'The span names the function a.B.c but no file.',
    hint: 'Let the instrumentation set code.file.path and code.line.number.',
  });
  expect(await at('/app/none.ts', 3)).toMatchObject({
    state: 'missing',
    reason: 'The path /app/none.ts matches no file of the workspace.',
    hint: expect.stringContaining('path mapping'),
  });
});

test('thousands of files of a name are told apart by their folders', async () => {
  const paths = Array.from({ length: 4000 }, (_, i) => `/ws/${i % 200}/${i}/index.py`);
  const { at } = locatorOf(new SpyFiles(['/ws'], paths));
  expect(await at('/app/77/3877/index.py', 1)).toMatchObject({ state: 'found', path: '/ws/77/3877/index.py' });
  expect(await at('/srv/3001/index.py', 1)).toMatchObject({ state: 'found', path: '/ws/1/3001/index.py' });
});

test('more than 5,000 files of a name are no certain find (F12)', async () => {
  const paths = Array.from({ length: 5_600 }, (_, i) => `/ws/${i}/index.py`);
  const located = await locatorOf(new SpyFiles(['/ws'], [...paths, '/ws/own/src/index.py'])).at('/app/7/index.py', 1);
  expect(located).toMatchObject({
    state: 'found',
    confidence: 'guess',
    reason: expect.stringContaining('more than 5000 files'),
  });
});

test('changes count once they are told', async () => {
  const root = await makeWorkspace({ 'src/a.py': TEN_LINES });
  const files = new NodeFileAccess([{ path: root, name: 'ws' }]);
  const { at, locator } = locatorOf(files);
  expect(await at('/app/src/a.py', 9)).toMatchObject({ line: 9 });
  await writeFile(join(root, 'src/a.py'), 'one\n');
  expect(await at('/app/src/a.py', 9)).toMatchObject({ line: 9 });
  locator.invalidate(join(root, 'src/a.py'));
  expect(await at('/app/src/a.py', 9)).toMatchObject({ line: 1 });
  await rm(join(root, 'src/a.py'));
  files.invalidate();
  locator.invalidate(join(root, 'src/a.py'));
  expect(await at('/app/src/a.py', 9)).toMatchObject({ state: 'missing' });
  await mkdir(join(root, 'lib/src'), { recursive: true });
  await writeFile(join(root, 'lib/src/a.py'), TEN_LINES);
  files.invalidate();
  locator.invalidate();
  expect(await at('/app/src/a.py', 9)).toMatchObject({ path: join(root, 'lib/src/a.py') });
});

test('what was found before a change is not kept after it', async () => {
  let finish = (): void => undefined;
  let calls = 0;
  const rung = {
    locate: () => {
      calls++;
      return new Promise<undefined>((resolve) => (finish = () => resolve(undefined)));
    },
    invalidate: () => undefined,
  };
  const locator = new SpanLocator([rung]);
  const ref = {
    origin: 'attributes',
    filePath: 'a',
    line: undefined,
    column: undefined,
    functionName: undefined,
  } as const;
  const locate = (): Promise<unknown> => locator.locate(ref, { service: '' }, new AbortController().signal);
  const first = locate();
  locator.invalidate('/x');
  finish();
  await first;
  const second = locate();
  finish();
  await second;
  await locate();
  expect(calls).toBe(2);
});

test('a rung that is sure ends the climb; a guess beats a choice beats nothing; a failing rung is none', async () => {
  const found = { state: 'found', path: '/a', line: 1, column: undefined, reason: '', library: false } as const;
  const answers = {
    guess: { ...found, confidence: 'guess' },
    sure: { ...found, confidence: 'likely' },
    choice: { state: 'ambiguous', candidates: [], reason: '' },
    missing: { state: 'missing', reason: 'first', hint: '' },
    nothing: undefined,
  } as const;
  const climb = (...names: readonly (keyof typeof answers | 'throws')[]): Promise<unknown> => {
    const rungs = names.map((name) => ({
      locate: () => (name === 'throws' ? Promise.reject(new Error('broken')) : Promise.resolve(answers[name] as never)),
      invalidate: () => undefined,
    }));
    const ref = {
      origin: 'attributes',
      filePath: 'a',
      line: undefined,
      column: undefined,
      functionName: undefined,
    } as const;
    return new SpanLocator(rungs).locate(ref, { service: '' }, new AbortController().signal);
  };
  expect(await climb('guess', 'choice', 'sure')).toEqual(answers.sure);
  expect(await climb('missing', 'choice', 'guess', 'nothing')).toEqual(answers.guess);
  expect(await climb('throws', 'choice', 'missing')).toEqual(answers.choice);
  expect(await climb('nothing', 'missing')).toEqual(answers.missing);
  expect(await climb('throws')).toMatchObject({ state: 'missing', reason: 'broken' });
});

test('cancelling rejects with cancelled', async () => {
  const root = await makeWorkspace({ 'a.py': '' });
  const { locator } = locatorOf(root);
  const ref = {
    origin: 'attributes',
    filePath: join(root, 'a.py'),
    line: undefined,
    column: undefined,
    functionName: undefined,
  } as const;
  const controller = new AbortController();
  const located = locator.locate(ref, { service: '' }, controller.signal);
  controller.abort();
  await expect(located).rejects.toMatchObject({ name: 'Problem', code: 'cancelled' });
});

const hostilePath = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '/',
        '\\',
        '..',
        'ws',
        'ws-evil',
        'a.ts',
        'm.js',
        'link',
        'etc',
        'C:',
        'file://',
        'evil',
        '//',
        'node_modules',
        '?',
      ),
      { maxLength: 10 },
    )
    .map((parts) => parts.join('')),
);

test('property: whatever a span says, what is found is a file in a root', async () => {
  const outside = await makeWorkspace({ 'a.ts': 'x', 'm.js': 'x' });
  const root = await makeWorkspace({ 'ws/a.ts': 'x\ny\n', 'ws/m.js': 'x', 'ws-evil/a.ts': 'x' });
  await symlink(outside, join(root, 'ws/link'));
  const ws = join(root, 'ws');
  const { at } = locatorOf(ws, [
    { from: '/etc', to: '..' },
    { from: '/evil', to: join(root, 'ws-evil') },
    { from: '/ws', to: 'link' },
  ]);
  const anywhere = fc.oneof(
    hostilePath,
    hostilePath.map((path) => `${ws}/${path}`),
    hostilePath.map((path) => `${root}/${path}`),
  );
  await fc.assert(
    fc.asyncProperty(anywhere, fc.integer(), fc.option(anywhere), async (path, line, workingDirectory) => {
      const located = await at(path, line, line, workingDirectory === null ? {} : { workingDirectory });
      const places = located.state === 'found' ? [located] : located.state === 'ambiguous' ? located.candidates : [];
      for (const place of places) {
        expect([join(ws, 'a.ts'), join(ws, 'm.js')]).toContain(place.path);
        expect(place.line).toBeGreaterThanOrEqual(1);
        expect(place.line).toBeLessThanOrEqual(2);
      }
    }),
    { numRuns: 1000 },
  );
});

test('the line that ran is told when it is the span that says it', async () => {
  const root = await makeWorkspace({ 'src/a.py': 'def load():\n    pass\n' });
  const { locator, at } = locatorOf(root);
  expect(await at('/app/src/a.py', 2)).toMatchObject({ line: 2, ranLine: 2 });
  expect(await at('/app/src/a.py', 99)).toMatchObject({ line: 2, ranLine: 99 });
  expect(await at('/app/src/a.py')).toMatchObject({ line: 1, ranLine: undefined });
  const ref = { origin: 'attributes', filePath: '/app/src/a.py', line: undefined, column: undefined } as const;
  const named = { ...ref, functionName: 'a.load' };
  expect(await locator.locate(named, { service: 's' }, new AbortController().signal)).toMatchObject({
    line: 1,
    ranLine: undefined,
    reason: expect.stringContaining('it declares a.load there'),
  });
});

test('a file of which only the name is told is likely when it declares the function, and is chosen from its namesakes', async () => {
  const root = await makeWorkspace({
    'a/CartServer.java': 'class CartServer {\n  void show() {\n    log();\n  }\n}\n',
    'b/CartServer.java': 'class CartServer {\n  void list() {\n    log();\n  }\n}\n',
    'Stock.java': 'class Stock {\n  void show() {\n    log();\n  }\n}\n',
  });
  const { locator } = locatorOf(root);
  const locate = (filePath: string, functionName: string): Promise<object> =>
    locator.locate(
      { origin: 'attributes', filePath, line: base1(3), column: undefined, functionName },
      { service: 'shop' },
      new AbortController().signal,
    );
  expect(await locate('CartServer.java', 'com.shop.CartServer.list')).toMatchObject({
    path: join(root, 'b/CartServer.java'),
    line: 3,
    confidence: 'likely',
    reason: expect.stringContaining('and it declares list'),
  });
  expect(await locate('Stock.java', 'com.shop.Stock.show')).toMatchObject({ confidence: 'likely' });
  expect(await locate('Stock.java', 'com.shop.Stock.other')).toMatchObject({ confidence: 'guess' });
  expect(await locate('CartServer.java', 'com.shop.CartServer.other')).toMatchObject({ state: 'ambiguous' });
});
