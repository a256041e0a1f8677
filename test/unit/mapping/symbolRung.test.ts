import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Base1 } from '../../../src/core/position.ts';
import { createSpanResolver } from '../../../src/mapping/createSpanResolver.ts';
import type { Located } from '../../../src/mapping/located.ts';
import { NodeFileAccess } from '../../../src/mapping/nodeFileAccess.ts';
import type { CodeSymbol } from '../../../src/mapping/symbolRung.ts';
import { LocalParser } from './localParser.ts';
import { makeWorkspace } from './makeWorkspace.ts';

const FILES = { 'lib/cart.ex': 'one\ntwo\nthree\nfour\n', 'lib/order.ex': 'one\ntwo\n' };

function symbol(root: string, file: string, line: number, container: string, name = 'price'): CodeSymbol {
  return { name, container, path: join(root, file), line: line as Base1 };
}

async function locate(
  functionName: string,
  symbols: (root: string) => readonly CodeSymbol[],
): Promise<{ readonly root: string; readonly located: Located; readonly asked: readonly string[] }> {
  const root = await makeWorkspace(FILES);
  const asked: string[] = [];
  const { locator } = createSpanResolver({
    files: new NodeFileAccess([{ path: root, name: 'ws' }]),
    listing: { list: () => Promise.resolve([]) },
    parser: new LocalParser(),
    mappings: () => [],
    memory: { read: () => [], write: () => {} },
    symbols: {
      find: (name) => {
        asked.push(name);
        return Promise.resolve(symbols(root));
      },
    },
    warn: () => {},
  });
  const ref = { origin: 'attributes', filePath: undefined, line: undefined, column: undefined, functionName } as const;
  return { root, asked, located: await locator.locate(ref, { service: 's' }, new AbortController().signal) };
}

test('a function that the texts do not tell is found by its language', async () => {
  const { root, located, asked } = await locate('Shop.Cart.price', (at) => [
    symbol(at, 'lib/cart.ex', 3, 'Shop.Cart'),
    symbol(at, 'lib/order.ex', 1, 'Shop.Order'),
    symbol(at, 'lib/cart.ex', 1, 'Shop.Cart', 'prices'),
  ]);
  expect(asked).toEqual(['price']);
  expect(located).toMatchObject({
    path: join(root, 'lib/cart.ex'),
    line: 3,
    confidence: 'likely',
    reason: 'The symbols of the workspace have Shop.Cart.price in lib/cart.ex.',
  });
});

test('one of another type is a guess, several are a choice, and a name of two letters is not asked for', async () => {
  const one = await locate('Shop.Cart.price', (at) => [symbol(at, 'lib/order.ex', 1, 'Other')]);
  expect(one.located).toMatchObject({ line: 1, confidence: 'guess' });
  const two = await locate('Shop.price', (at) => [symbol(at, 'lib/cart.ex', 3, ''), symbol(at, 'lib/order.ex', 1, '')]);
  expect(two.located).toMatchObject({ state: 'ambiguous' });
  expect((await locate('Shop.ab', () => [])).asked).toEqual([]);
});

test('symbols outside of the workspace are no places', async () => {
  const outside = await makeWorkspace(FILES);
  const { located } = await locate('Shop.Cart.price', () => [symbol(outside, 'lib/cart.ex', 3, 'Shop.Cart')]);
  expect(located).toMatchObject({ state: 'missing' });
});

test('a line past the end of the file is clamped', async () => {
  const { located } = await locate('Shop.Cart.price', (at) => [symbol(at, 'lib/cart.ex', 99, 'Shop.Cart')]);
  expect(located).toMatchObject({ line: 4, confidence: 'guess' });
});
