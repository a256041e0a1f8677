import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { routeSegments } from '../../../src/core/sourceText/routeTemplate.ts';
import type { SpanLiteral } from '../../../src/core/spanLiterals.ts';
import { ExactPathStep } from '../../../src/mapping/exactPathStep.ts';
import { FileFinder } from '../../../src/mapping/fileFinder.ts';
import { FilePlaces } from '../../../src/mapping/filePlaces.ts';
import { LineCounts } from '../../../src/mapping/lineCounts.ts';
import { LiteralRung, type LiteralContext } from '../../../src/mapping/literalRung.ts';
import type { Located } from '../../../src/mapping/located.ts';
import { NodeFileAccess } from '../../../src/mapping/nodeFileAccess.ts';
import { NodeSourceListing } from '../../../src/mapping/nodeSourceListing.ts';
import { PathGate } from '../../../src/mapping/pathGate.ts';
import { SourceFiles } from '../../../src/mapping/sourceFiles.ts';
import { SourceMapStore } from '../../../src/mapping/sourceMapStore.ts';
import { TextSearch } from '../../../src/mapping/textSearch.ts';
import { LocalParser } from './localParser.ts';
import { makeWorkspace } from './makeWorkspace.ts';

function rungOf(root: string): LiteralRung {
  const files = new NodeFileAccess([{ path: root, name: 'ws' }]);
  const gate = new PathGate(files);
  const finder = new FileFinder([new ExactPathStep(gate)]);
  const sources = new SourceFiles(gate, finder);
  const maps = new SourceMapStore({ files, gate, sources, parser: new LocalParser(), warn: () => {} });
  const listing = new NodeSourceListing(() => files.roots());
  return new LiteralRung(new TextSearch(listing, gate), new FilePlaces(maps, new LineCounts(gate)));
}

const LOAD: SpanLiteral = { kind: 'span-name', text: 'load cart' };
const SHOW: SpanLiteral = {
  kind: 'route',
  text: '/orders/{id}',
  segments: routeSegments('/orders/{id}')!,
  method: 'GET',
};
const STARTS = "\nstartSpan('load cart');\n";

async function locate(
  files: Readonly<Record<string, string>>,
  literals: readonly SpanLiteral[],
  context: LiteralContext = { service: 'shop' },
): Promise<Located | undefined> {
  const root = await makeWorkspace(files);
  return rungOf(root).locate(literals, context, new AbortController().signal);
}

test('the one place that starts a span of the name is likely', async () => {
  const root = await makeWorkspace({ 'src/cart.ts': STARTS, 'src/other.ts': "const NAME = 'load cart';" });
  const located = await rungOf(root).locate([LOAD], { service: 'shop' }, new AbortController().signal);
  expect(located).toEqual({
    state: 'found',
    path: join(root, 'src/cart.ts'),
    line: 2,
    column: undefined,
    confidence: 'likely',
    library: false,
    reason: 'The span\'s name "load cart" stands in src/cart.ts where a span is started.',
  });
});

test.each<[string, Readonly<Record<string, string>>, LiteralContext, object | undefined]>([
  [
    'the text alone is a guess',
    { 'a.ts': "const NAME = 'load cart';" },
    { service: 'shop' },
    { confidence: 'guess', reason: 'The span\'s name "load cart" stands in a.ts.' },
  ],
  [
    'two places are a choice',
    { 'a.ts': STARTS, 'b.ts': STARTS },
    { service: 'shop' },
    {
      state: 'ambiguous',
      candidates: [{ line: 2 }, { line: 2 }],
      reason: 'The span\'s name "load cart" stands in 2 places.',
    },
  ],
  [
    'the place of the own service comes before another',
    { 'orders/a.ts': STARTS, 'packages/Cart-Service/a.ts': STARTS },
    { service: 'cartservice' },
    { confidence: 'likely', path: expect.stringContaining('Cart-Service') as string },
  ],
  [
    'two places in the own service are a choice',
    { 'cart/a.ts': STARTS, 'cart/b.ts': STARTS, 'c.ts': STARTS },
    { service: 'cart' },
    { state: 'ambiguous', candidates: [{}, {}] },
  ],
  [
    'a test does not count beside code',
    { 'test/a.ts': STARTS, 'b.test.ts': STARTS, 'c.ts': "const NAME = 'load cart';" },
    { service: 'shop' },
    { confidence: 'guess', path: expect.stringMatching(/c\.ts$/) as string },
  ],
  ['a test alone is a guess', { 'test/a.ts': STARTS }, { service: 'shop' }, { confidence: 'guess' }],
  [
    'other languages do not count',
    { 'a.py': 'tracer.start_span("load cart")', 'b.ts': STARTS },
    { service: 'shop', language: 'nodejs' },
    { confidence: 'likely', path: expect.stringMatching(/b\.ts$/) as string },
  ],
  ['other languages alone are nothing', { 'a.ts': STARTS }, { service: 'shop', language: 'go' }, undefined],
  [
    'an unknown language says nothing',
    { 'a.ts': STARTS },
    { service: 'shop', language: '__proto__' },
    { confidence: 'likely' },
  ],
  [
    'folders of others do not count',
    { 'node_modules/a.ts': STARTS, 'vendor/a.ts': STARTS, 'dist/a.js': STARTS, '.cache/a.ts': STARTS, 'a.txt': STARTS },
    { service: 'shop' },
    undefined,
  ],
  [
    'a dozen places are ten candidates',
    Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`f${i}.ts`, STARTS])),
    { service: 'shop' },
    {
      state: 'ambiguous',
      candidates: Array.from({ length: 10 }, () => ({})),
      reason: 'The span\'s name "load cart" stands in 12 places.',
    },
  ],
])('%s', async (_, files, context, expected) => {
  const located = await locate(files, [LOAD], context);
  if (expected === undefined) expect(located).toBeUndefined();
  else expect(located).toMatchObject(expected);
});

test('a route is likely with its method, and a guess without, or by its end', async () => {
  const likely = await locate({ 'a.ts': "app.get('/orders/:id', show);" }, [SHOW]);
  expect(likely).toMatchObject({ confidence: 'likely', reason: 'The route GET /orders/{id} is served in a.ts.' });
  const unclear = await locate({ 'a.py': "path('orders/<int:id>/', show)" }, [SHOW]);
  expect(unclear).toMatchObject({ confidence: 'guess' });
  const tail = await locate({ 'a.ts': "app.get('/orders/:id', show);" }, [
    { ...SHOW, text: '/api/orders/{id}', segments: routeSegments('/api/orders/{id}')! },
  ]);
  expect(tail).toMatchObject({
    confidence: 'guess',
    reason: 'The end of the route GET /api/orders/{id} is served in a.ts.',
  });
});

test('the first literal that is likely counts, otherwise the first that is found', async () => {
  const files = { 'a.ts': "const NAME = 'load cart';", 'b.ts': "app.get('/orders/:id', show);" };
  expect(await locate(files, [LOAD, SHOW])).toMatchObject({ path: expect.stringMatching(/b\.ts$/) as string });
  const query: SpanLiteral = { kind: 'query', text: 'SELECT id FROM orders' };
  const both = { 'a.ts': "const NAME = 'load cart';", 'b.ts': 'const Q = `SELECT id\n FROM orders`;' };
  expect(await locate(both, [query, LOAD])).toMatchObject({ path: expect.stringMatching(/b\.ts$/) as string });
});

test('a changed file is read again, a new one is found, a deleted one is not', async () => {
  const root = await makeWorkspace({ 'a.ts': STARTS });
  const rung = rungOf(root);
  const now = (): Promise<Located | undefined> => rung.locate([LOAD], { service: 'x' }, new AbortController().signal);
  expect(await now()).toMatchObject({ line: 2 });
  // A match is checked against the disk also when nobody tells.
  await writeFile(join(root, 'a.ts'), "startSpan('load cart');\n\n");
  expect(await now()).toMatchObject({ line: 1 });
  await writeFile(join(root, 'a.ts'), '// nothing');
  expect(await now()).toBeUndefined();
  await writeFile(join(root, 'a.ts'), STARTS);
  rung.invalidate(join(root, 'a.ts'));
  expect(await now()).toMatchObject({ line: 2 });
  await writeFile(join(root, 'b.ts'), STARTS);
  rung.invalidate(join(root, 'b.ts'));
  expect(await now()).toMatchObject({ state: 'ambiguous' });
  await rm(join(root, 'a.ts'));
  expect(await now()).toMatchObject({ state: 'found', path: join(root, 'b.ts') });
  await writeFile(join(root, 'b.ts'), '// else');
  await utimes(join(root, 'b.ts'), 1, 1);
  rung.invalidate();
  expect(await now()).toBeUndefined();
});

test('who has moved on is not kept waiting', async () => {
  const root = await makeWorkspace({ 'a.ts': STARTS });
  const rung = rungOf(root);
  const controller = new AbortController();
  const waiting = rung.locate([LOAD], { service: 'x' }, controller.signal);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
});
