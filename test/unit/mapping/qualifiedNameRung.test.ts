import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Located } from '../../../src/mapping/located.ts';
import { locatorOf } from './locatorOf.ts';
import { makeWorkspace } from './makeWorkspace.ts';

async function locate(root: string, functionName: string): Promise<Located> {
  const ref = { origin: 'attributes', filePath: undefined, line: undefined, column: undefined, functionName } as const;
  return locatorOf(root).locator.locate(ref, { service: 'shop' }, new AbortController().signal);
}

const CART = 'package com.shop;\n\nclass Cart {\n  int price() {\n    return 1;\n  }\n}\n';

test('the declaration in the file of its class', async () => {
  const root = await makeWorkspace({
    'src/main/java/com/shop/Cart.java': CART,
    'src/test/java/com/shop/CartTest.java': CART,
  });
  expect(await locate(root, 'com.shop.Cart.price')).toEqual({
    state: 'found',
    path: join(root, 'src/main/java/com/shop/Cart.java'),
    line: 4,
    column: undefined,
    confidence: 'likely',
    library: false,
    reason: 'The name com.shop.Cart.price leads to src/main/java/com/shop/Cart.java, which declares price.',
  });
});

test('a class alone is a guess', async () => {
  const root = await makeWorkspace({ 'src/com/shop/Cart.java': CART });
  expect(await locate(root, 'Cart.price')).toMatchObject({ state: 'found', line: 4, confidence: 'guess' });
});

test('two declarations are a choice', async () => {
  const root = await makeWorkspace({ 'shop/cart.py': 'def price():\n  pass\ndef price():\n  pass\n' });
  expect(await locate(root, 'shop.cart.price')).toMatchObject({
    state: 'ambiguous',
    candidates: [{ line: 1 }, { line: 3 }],
    reason: 'shop.cart.price is declared in 2 places.',
  });
});

test('a file of the name without the function is another one', async () => {
  const root = await makeWorkspace({ 'src/com/shop/Cart.java': 'class Cart { int total() { return price(); } }\n' });
  expect(await locate(root, 'com.shop.Cart.price')).toMatchObject({
    state: 'missing',
    reason: 'The span names the function com.shop.Cart.price but no file.',
  });
});
