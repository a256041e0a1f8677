import { expect, test } from 'vitest';
import type { Located } from '../../../src/mapping/located.ts';
import { locatorOf } from './locatorOf.ts';
import { makeWorkspace } from './makeWorkspace.ts';

async function locate(files: Readonly<Record<string, string>>, functionName: string): Promise<Located> {
  const ref = { origin: 'attributes', filePath: undefined, line: undefined, column: undefined, functionName } as const;
  return locatorOf(await makeWorkspace(files)).locator.locate(ref, { service: 'shop' }, new AbortController().signal);
}

const DISCOUNT = 'package com.shop.cart;\n\nclass Discount {\n  int apply(int cents) {\n    return cents;\n  }\n}\n';

test.each<[string, Readonly<Record<string, string>>, string, object]>([
  [
    'a second class of a Java file',
    { 'src/com/shop/cart/CartService.java': DISCOUNT },
    'com.shop.cart.Discount.apply',
    {
      line: 4,
      confidence: 'likely',
      reason:
        'The function com.shop.cart.Discount.apply is declared in src/com/shop/cart/CartService.java, in com.shop.cart.',
    },
  ],
  [
    'an object of a Kotlin file of another name',
    { 'src/Prices.kt': 'package com.shop.pricing\n\nobject Catalogue {\n  fun priceOf(sku: String) = 1\n}\n' },
    'com.shop.pricing.Catalogue.priceOf',
    { line: 4, confidence: 'likely' },
  ],
  [
    'a C# class of a file of another name',
    { 'src/Models.cs': 'namespace Shop.Cart;\npublic class Card\n{\n  public void Charge(int a) => Go(a);\n}\n' },
    'Shop.Cart.Card.Charge',
    { line: 4, confidence: 'likely' },
  ],
  [
    'a function of a PHP namespace',
    { 'src/all.php': '<?php\nnamespace Shop\\Pricing;\nfunction discounted(int $a) {\n}\n' },
    'Shop\\Pricing\\discounted',
    { line: 3, confidence: 'likely' },
  ],
  [
    'a Ruby class of a file of another name',
    {
      'lib/all.rb':
        'module Shop\n  class Card\n    def charge\n    end\n  end\n  class Cart\n    def charge\n    end\n  end\nend\n',
    },
    'Shop::Card#charge',
    { line: 3, confidence: 'likely' },
  ],
  [
    'another package is another class',
    { 'src/com/shop/cart/CartService.java': DISCOUNT.replace('shop.cart', 'shop.cartel') },
    'com.shop.cart.Discount.apply',
    { state: 'missing' },
  ],
  [
    'two places are a choice',
    { 'a/CartService.java': DISCOUNT, 'b/CartService.java': DISCOUNT },
    'com.shop.cart.Discount.apply',
    { state: 'ambiguous', reason: 'com.shop.cart.Discount.apply is declared in 2 places.' },
  ],
  [
    'what only a test declares is a guess',
    { 'src/test/java/com/shop/cart/CartTest.java': DISCOUNT },
    'com.shop.cart.Discount.apply',
    { line: 4, confidence: 'guess' },
  ],
  [
    'a call declares nothing',
    { 'A.java': 'package a;\nclass B { int c = Discount.apply(1); }\n' },
    'a.Discount.apply',
    { state: 'missing' },
  ],
])('%s', async (_, files, name, expected) => {
  expect(await locate(files, name)).toMatchObject(expected);
});
