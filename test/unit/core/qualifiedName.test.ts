import fc from 'fast-check';
import { expect, test } from 'vitest';
import { namedDeclarations, packagedMember } from '../../../src/core/qualifiedName.ts';
import { vendorCodeRef } from '../../../src/core/vendorCodeRef.ts';

const files = (text: string): readonly string[] => namedDeclarations(text).map(({ filePath }) => filePath);

test.each<[string, readonly string[]]>([
  ['com.shop.Cart.price', ['com/shop/Cart.java', 'com/shop/Cart.kt', 'com/shop/Cart.scala']],
  ['com.shop.Cart$Item.price', ['com/shop/Cart.java']],
  ['com.shop.Cart$$SpringCGLIB$$0.price', ['com/shop/Cart.java']],
  ['com.shop.CartKt.price', ['com/shop/CartKt.java', 'com/shop/CartKt.kt', 'com/shop/Cart.kt']],
  ['App\\Http\\Cart::price', ['App/Http/Cart.php']],
  ['CartController::show', ['CartController.php', 'cart_controller.rb']],
  ['Admin::PricesController#index', ['admin/prices_controller.rb']],
  ['Admin::PricesController::index', ['admin/prices_controller.rb']],
  ['HTTPServer#run!', ['http_server.rb']],
  ['shop::cart::Cart::price', ['src/cart/Cart.rs', 'src/cart/Cart/mod.rs', 'src/cart.rs', 'src/cart/mod.rs']],
  ['shop::cart::price', ['src/cart.rs', 'src/cart/mod.rs']],
  ['shop::cart::price::{{closure}}', ['src/cart.rs']],
  ['shop::main', ['shop/src/lib.rs', 'shop/src/main.rs', 'src/main.rs', 'src/lib.rs']],
])('%s may be in', (text, expected) => {
  expect(files(text).slice(0, expected.length)).toEqual(expected);
});

test('the function of what compilers make of it', () => {
  expect(namedDeclarations('Shop.Cart.<Price>d__3.MoveNext')[0]?.functionName).toBe('Price');
  expect(namedDeclarations('com.shop.Cart.lambda$price$0')[0]?.functionName).toBe('price');
  expect(files('Shop.Cart.Price')).toContain('Shop/Cart.cs');
  expect(files('shop.cart.price')).toContain('shop/cart.py');
  expect(files('shop.cart.Cart.price')).toContain('shop/cart.py');
  expect(files('CartsController.show')).toContain('carts_controller.rb');
});

test.each(['', 'main', 'github.com/acme/shop.(*Cart).Price', 'a b.c', '../../etc.passwd', 'a..b', 'x'.repeat(600)])(
  '%j names no file',
  (text) => {
    expect(files(text)).toEqual([]);
  },
);

test.each<[string, object | undefined]>([
  ['com.shop.cart.Discount.apply', { packageName: 'com.shop.cart', typePath: 'Discount', functionName: 'apply' }],
  ['com.shop.Cart$Item.price', { packageName: 'com.shop', typePath: 'Cart.Item', functionName: 'price' }],
  ['Shop.Cart+Item.Price', { packageName: 'Shop', typePath: 'Cart.Item' }],
  ['Shop\\Cart::total', { packageName: 'Shop', typePath: 'Cart', extensions: ['php'] }],
  ['Shop\\Pricing\\discounted', { packageName: 'Shop\\Pricing', typePath: undefined, functionName: 'discounted' }],
  ['Shop::Card#charge', { packageName: 'Shop', typePath: 'Card', extensions: ['rb'] }],
  ['Cart#valid?', { packageName: '', typePath: 'Cart', functionName: 'valid?' }],
  ['shop.cart.price', undefined],
  ['shop::cart::price', undefined],
  ['price', undefined],
  ['', undefined],
  ['../Cart.price', undefined],
])('%s by its package', (name, expected) => {
  const member = packagedMember(name);
  if (expected === undefined) expect(member).toBeUndefined();
  else expect(member).toMatchObject(expected);
});

test('any name is taken apart in bounded time, and no path leaves its folder', () => {
  const part = fc.constantFrom(
    'Cart',
    'shop',
    '.',
    '::',
    '#',
    '\\',
    '/',
    '$',
    '$$',
    '$1',
    '..',
    '<a>',
    '{{closure}}',
    ' ',
  );
  const name = fc.oneof(
    fc.string({ maxLength: 100 }),
    fc.array(part, { maxLength: 30 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(name, (text) => {
      packagedMember(text);
      for (const { filePath } of namedDeclarations(text)) expect(filePath).not.toMatch(/(?:^|\/)\.\.?(?:\/|$)|^\//);
    }),
  );
});

const text = (key: string, value: string) => ({ key, value: { type: 'string' as const, value } });

test("Datadog's code origin and Micrometer's tags", () => {
  expect(
    vendorCodeRef([
      text('_dd.code_origin.frames.0.file', '/app/src/a.py'),
      text('_dd.code_origin.frames.0.line', '12'),
      text('_dd.code_origin.frames.0.method', 'charge'),
    ]),
  ).toEqual({ origin: 'attributes', filePath: '/app/src/a.py', line: 12, column: undefined, functionName: 'charge' });
  expect(vendorCodeRef([text('class', 'Cart'), text('method', 'price')])?.functionName).toBe('Cart.price');
  expect(vendorCodeRef([text('class', 'first class'), text('method', 'GET')])).toBeUndefined();
  expect(vendorCodeRef([text('method', 'GET')])).toBeUndefined();
});
