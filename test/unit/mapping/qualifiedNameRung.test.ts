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
  const root = await makeWorkspace({ 'src/com/shop/Cart.java': 'class Carts { int total() { return price(); } }\n' });
  expect(await locate(root, 'com.shop.Cart.price')).toMatchObject({
    state: 'missing',
    reason: 'The span names the function com.shop.Cart.price but no file.',
  });
});

test('the type where the function is inherited or made by a framework, as a guess', async () => {
  const root = await makeWorkspace({
    'src/com/shop/Prices.java':
      'package com.shop;\n// class Prices\ninterface Prices extends CrudRepository<Price> {}\n',
  });
  expect(await locate(root, 'com.shop.Prices.findAll')).toMatchObject({
    line: 3,
    confidence: 'guess',
    reason: expect.stringContaining('which declares Prices but not the function itself'),
  });
  expect(await locate(root, 'org.library.Prices.findAll')).toMatchObject({ state: 'missing' });
});

test('a method without a body, of an interface', async () => {
  const root = await makeWorkspace({
    'src/com/shop/Prices.java':
      'package com.shop;\ninterface Prices {\n  @Query("a(b)")\n  List<Price> find(\n    String sku);\n}\n',
    'src/Shop/IPrices.cs': 'namespace Shop;\npublic interface IPrices\n{\n  Task<Price> Find(string sku);\n}\n',
    'src/com/shop/Stock.kt': 'interface Stock {\n  suspend fun find(sku: String): Price?\n}\n',
  });
  expect(await locate(root, 'com.shop.Prices.find')).toMatchObject({ line: 4, confidence: 'likely' });
  expect(await locate(root, 'Shop.IPrices.Find')).toMatchObject({ line: 4, confidence: 'likely' });
  expect(await locate(root, 'com.shop.Stock.find')).toMatchObject({ line: 2, confidence: 'likely' });
});

test('of overloads the instrumented one', async () => {
  const root = await makeWorkspace({
    'src/com/shop/Cart.java':
      'package com.shop;\nclass Cart {\n  int price() {\n    return price(1);\n  }\n\n  @WithSpan\n  int price(int a) {\n    return a;\n  }\n}\n',
  });
  expect(await locate(root, 'com.shop.Cart.price')).toMatchObject({ state: 'found', line: 8 });
});

test('a Ruby class by the convention of names', async () => {
  const root = await makeWorkspace({
    'app/controllers/admin/prices_controller.rb':
      'module Admin\n  class PricesController\n    def index\n    end\n  end\nend\n',
    'app/models/price.rb': 'class Price < ApplicationRecord\n  def rounded\n  end\nend\n',
  });
  expect(await locate(root, 'Admin::PricesController#index')).toMatchObject({ line: 3, confidence: 'likely' });
  expect(await locate(root, 'Price.rounded')).toMatchObject({ line: 2, confidence: 'likely' });
  expect(await locate(root, 'Price.find_by_sql')).toMatchObject({ line: 1, confidence: 'guess' });
});

test('a nested type, not the one around it', async () => {
  const root = await makeWorkspace({
    'src/com/shop/Cart.java':
      'package com.shop;\nclass Cart {\n  int price() {\n    return 1;\n  }\n  static class Item {\n    int price() {\n      return 2;\n    }\n  }\n}\n',
  });
  expect(await locate(root, 'com.shop.Cart$Item.price')).toMatchObject({ line: 7 });
  expect(await locate(root, 'com.shop.Cart.price')).toMatchObject({ line: 3 });
});
