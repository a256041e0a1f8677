import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goFunctionName } from '../../../src/core/goFunctionName.ts';

test.each<[string, readonly [string, string | undefined, string]]>([
  ['github.com/acme/shop/cart.(*Cart).Price', ['github.com/acme/shop/cart', 'Cart', 'Price']],
  ['github.com/acme/shop/cart.Cart.Price', ['github.com/acme/shop/cart', 'Cart', 'Price']],
  ['github.com/acme/shop/cart.Price', ['github.com/acme/shop/cart', undefined, 'Price']],
  ['example.com/shop.Run', ['example.com/shop', undefined, 'Run']],
  ['gopkg.in/cart%2ev2.Load', ['gopkg.in/cart.v2', undefined, 'Load']],
  ['main.main', ['main', undefined, 'main']],
  ['main.handler.func1', ['main', undefined, 'handler']],
  ['main.(*server).add.func2.1', ['main', 'server', 'add']],
  ['main.(*server).add-fm', ['main', 'server', 'add']],
  ['cart.(*Store).Add', ['cart', 'Store', 'Add']],
  ['a.b/c.(*Map[...]).Get[...]', ['a.b/c', 'Map', 'Get']],
])('%s', (text, [packagePath, typePath, functionName]) => {
  expect(goFunctionName(text)).toEqual({ packagePath, typePath, functionName });
});

test.each([
  '',
  'main',
  'com.shop.Cart.price',
  'shop::cart',
  'a/b',
  'a/b.',
  'a b/c.D',
  'GET /carts/{id}',
  'x/'.repeat(400),
])('%j is no function of Go', (text) => {
  expect(goFunctionName(text)).toBeUndefined();
});

test('any text is read in bounded time', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 600 }), (text) => {
      goFunctionName(text);
    }),
  );
  for (const piece of ['.func1', '-fm', '[', 'a.', '(*', '/']) goFunctionName(piece.repeat(100));
});
