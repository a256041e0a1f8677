import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bareFunctionName } from '../../../src/core/bareFunctionName.ts';

test.each([
  ['price', 'price'],
  ['com.shop.Cart$Item.price', 'price'],
  ['com.shop.Cart.lambda$price$0', 'price'],
  ['github.com/acme/shop/cart.(*Cart).Price', 'Price'],
  ['github.com/acme/shop/cart.(*Cart).Price.func1.2', 'Price'],
  ['github.com/acme/shop/cart.Sum[...]', 'Sum'],
  ['cart.Price-fm', 'Price'],
  ['Shop\\Cart::price', 'price'],
  ['shop::cart::price::{{closure}}', 'price'],
  ['Cart.price.<locals>.<lambda>', 'price'],
  ['Cart#price', 'price'],
  ['<module>', undefined],
  ['(anonymous)', undefined],
  ['', undefined],
])('%s', (text, name) => {
  expect(bareFunctionName(text)).toBe(name);
});

test('any text is read in no time, and what it gives is a part of it', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2000 }), (text) => {
      const name = bareFunctionName(text);
      if (name !== undefined) expect(text).toContain(name);
    }),
  );
  const hostile = '.func1'.repeat(200) + '<'.repeat(300);
  const startMs = performance.now();
  for (let i = 0; i < 100; i++) bareFunctionName(hostile);
  expect(performance.now() - startMs).toBeLessThan(500);
});
