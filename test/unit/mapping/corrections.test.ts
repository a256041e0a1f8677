import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SpanClues } from '../../../src/core/spanClues.ts';
import type { Base1 } from '../../../src/core/position.ts';
import { readCorrections, type Correction } from '../../../src/mapping/correction.ts';
import { Corrections } from '../../../src/mapping/corrections.ts';
import { NodeFileAccess } from '../../../src/mapping/nodeFileAccess.ts';
import { PathGate } from '../../../src/mapping/pathGate.ts';
import { makeWorkspace } from './makeWorkspace.ts';

function correctionsOf(root: string): Corrections {
  // As an editor keeps them: through JSON.
  let kept = '[]';
  return new Corrections(new PathGate(new NodeFileAccess([{ path: root, name: 'shop' }])), {
    read: () => readCorrections(JSON.parse(kept)),
    write: (corrections) => (kept = JSON.stringify(corrections)),
  });
}

function clues(more: Partial<SpanClues>): SpanClues {
  return {
    service: 'orders',
    name: 'load cart',
    refs: [],
    literals: [],
    language: undefined,
    workingDirectory: undefined,
    revision: undefined,
    startEpochMs: undefined,
    ...more,
  };
}

function ref(filePath: string | undefined, functionName?: string): SpanClues['refs'][number] {
  return { origin: 'attributes', filePath, line: 3 as Base1, column: undefined, functionName };
}

const place = (path: string, line: number) => ({ path, line: line as Base1, column: undefined });

test.each([
  ['/app/src/cart.ts', '/home/me/shop/orders/src/cart.ts', '/app', '/home/me/shop/orders'],
  ['/srv/app/cart.ts', '/home/me/shop/orders/src/cart.ts', '/srv/app', '/home/me/shop/orders/src'],
  ['C:\\build\\src\\Cart.cs', '/home/me/shop/src/Cart.cs', 'C:\\build', '/home/me/shop'],
  ['src/cart.ts', '/home/me/shop/orders/src/cart.ts', 'src/cart.ts', '/home/me/shop/orders/src/cart.ts'],
])('a choice for %s tells of its folder', (from, to, expectedFrom, expectedTo) => {
  const corrections = correctionsOf('/home/me/shop');
  corrections.remember(clues({ refs: [ref(from)] }), place(to, 3), 'x');
  expect(corrections.mappings()).toEqual([{ kind: 'path', from: expectedFrom, to: expectedTo }]);
});

test('a choice for a span that names no such file is kept for spans like it, and follows its line', async () => {
  const root = await makeWorkspace({ 'src/cart.ts': 'import a;\n\n  load(cart);\nend\n' });
  const path = join(root, 'src/cart.ts');
  const corrections = correctionsOf(root);
  const span = clues({ refs: [ref(undefined, 'cart.load')] });
  expect(await corrections.locate(span)).toBeUndefined();
  corrections.remember(span, place(path, 3), '  load(cart);');
  expect(await corrections.locate(span)).toMatchObject({
    path,
    line: 3,
    confidence: 'exact',
    reason: 'You chose this place for it.',
  });
  expect(await corrections.locate(clues({ refs: [ref(undefined, 'cart.other')] }))).toBeUndefined();
  expect(await corrections.locate({ ...span, service: 'billing' })).toBeUndefined();
  await writeFile(path, 'import a;\nimport b;\nimport c;\n\n\tload(cart);\nload(cart);\n');
  expect(await corrections.locate(span)).toMatchObject({ line: 5, reason: expect.stringContaining('line 3') });
  await writeFile(path, 'all gone\n');
  expect(await corrections.locate(span)).toBeUndefined();
});

test('a later choice takes the place of an earlier one, and can be forgotten', () => {
  const corrections = correctionsOf('/w');
  const span = clues({});
  corrections.remember(span, place('/w/a.ts', 1), 'a');
  const second = corrections.remember(span, place('/w/b.ts', 2), 'b');
  expect(corrections.all()).toEqual([second]);
  corrections.forget(second);
  expect(corrections.all()).toEqual([]);
});

test('a place outside of the workspace is no place, whatever was kept', async () => {
  const root = await makeWorkspace({ 'a.ts': 'x' });
  const outside = await makeWorkspace({ 'b.ts': 'x' });
  const corrections = correctionsOf(root);
  for (const path of [join(outside, 'b.ts'), '\\\\host\\share\\b.ts', 'b.ts']) {
    corrections.remember(clues({}), place(path, 1), 'x');
    expect(await corrections.locate(clues({}))).toBeUndefined();
  }
});

test('whatever was kept is read as corrections or left out', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const correction of readCorrections(value)) expect(['path', 'place']).toContain(correction.kind);
    }),
  );
  const good: Correction = { kind: 'path', from: '/app', to: '/w' };
  expect(readCorrections([good, { kind: 'path', from: 1 }, { kind: 'place' }, null, 'x'])).toEqual([good]);
});
