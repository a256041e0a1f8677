import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Base1 } from '../../../src/core/position.ts';
import type { SpanClues } from '../../../src/core/spanClues.ts';
import type { Correction } from '../../../src/mapping/correction.ts';
import { createSpanResolver, type SpanResolution } from '../../../src/mapping/createSpanResolver.ts';
import type { Located } from '../../../src/mapping/located.ts';
import { NodeFileAccess } from '../../../src/mapping/nodeFileAccess.ts';
import { NodeSourceListing } from '../../../src/mapping/nodeSourceListing.ts';
import { LocalParser } from './localParser.ts';
import { makeWorkspace } from './makeWorkspace.ts';

const FILES = {
  'cart/src/load.ts': "export function load(): void {\n  tracer.startActiveSpan('load cart', () => {});\n}\n",
  'cart/src/price.ts': 'one\ntwo\nthree\n',
  'other/one.ts': 'x\n',
};

function resolutionOf(root: string): SpanResolution {
  const files = new NodeFileAccess([{ path: root, name: 'ws' }]);
  let kept: readonly Correction[] = [];
  return createSpanResolver({
    files,
    listing: new NodeSourceListing(() => files.roots()),
    parser: new LocalParser(),
    mappings: () => [],
    memory: { read: () => kept, write: (corrections) => (kept = corrections) },
    warn: () => {},
  });
}

function clues(more: Partial<SpanClues>): SpanClues {
  const nothing = { language: undefined, workingDirectory: undefined, revision: undefined, startEpochMs: undefined };
  return { ...nothing, service: 'cart', name: 'load cart', refs: [], literals: [], ...more };
}

const { signal } = new AbortController();
const named = [{ kind: 'span-name', text: 'load cart' }] as const;
const ref = (filePath: string, line: number): SpanClues['refs'][number] => ({
  origin: 'attributes',
  filePath,
  line: line as Base1,
  column: undefined,
  functionName: undefined,
});

test('a place that the span names is asked for before a text that it shares', async () => {
  const root = await makeWorkspace(FILES);
  const { resolver } = resolutionOf(root);
  const locate = (more: Partial<SpanClues>): Promise<Located | undefined> => resolver.locate(clues(more), signal);
  expect(await locate({ refs: [ref('/app/cart/src/price.ts', 2)], literals: named })).toMatchObject({
    path: join(root, 'cart/src/price.ts'),
    line: 2,
  });
  // A file name alone is a guess; the name of the span where it is started is more.
  expect(await locate({ refs: [ref('/srv/one.ts', 1)], literals: named })).toMatchObject({
    path: join(root, 'cart/src/load.ts'),
    line: 2,
    confidence: 'likely',
  });
  expect(await locate({ refs: [ref('/srv/one.ts', 1)] })).toMatchObject({ confidence: 'guess' });
  expect(await locate({ refs: [ref('/srv/none.ts', 1)], literals: named })).toMatchObject({ line: 2, state: 'found' });
  expect(await locate({ refs: [ref('/srv/none.ts', 1)] })).toMatchObject({ state: 'missing' });
  expect(await locate({})).toBeUndefined();
});

test('what the user said comes before all else, and until it is forgotten', async () => {
  const root = await makeWorkspace(FILES);
  const { resolver, corrections } = resolutionOf(root);
  const span = clues({ literals: named });
  const place = { path: join(root, 'cart/src/price.ts'), line: 3 as Base1, column: undefined };
  const said = corrections.remember(span, place, 'three');
  expect(await resolver.locate(span, signal)).toMatchObject({ line: 3, reason: 'You chose this place for it.' });
  corrections.forget(said);
  expect(await resolver.locate(span, signal)).toMatchObject({ path: join(root, 'cart/src/load.ts') });
});

test('a folder that was told once leads to its other files', async () => {
  const root = await makeWorkspace({
    'a/src/x.ts': 'x\n',
    'b/src/x.ts': 'x\n',
    'a/src/y.ts': 'y\n',
    'b/src/y.ts': 'y\n',
  });
  const { resolver, corrections } = resolutionOf(root);
  const span = clues({ refs: [ref('/opt/src/x.ts', 1)] });
  expect(await resolver.locate(span, signal)).toMatchObject({ state: 'ambiguous' });
  corrections.remember(span, { path: join(root, 'b/src/x.ts'), line: 1 as Base1, column: undefined }, 'x');
  resolver.invalidate();
  for (const name of ['x.ts', 'y.ts'])
    expect(await resolver.locate(clues({ refs: [ref(`/opt/src/${name}`, 1)] }), signal)).toMatchObject({
      path: join(root, 'b/src', name),
      confidence: 'exact',
    });
});
