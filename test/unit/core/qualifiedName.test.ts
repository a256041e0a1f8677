import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findDeclarations } from '../../../src/core/findDeclaration.ts';
import { namedDeclarations } from '../../../src/core/qualifiedName.ts';
import { vendorCodeRef } from '../../../src/core/vendorCodeRef.ts';

const files = (text: string): readonly string[] => namedDeclarations(text).map(({ filePath }) => filePath);

test.each<[string, readonly string[]]>([
  ['com.shop.Cart.price', ['com/shop/Cart.java', 'com/shop/Cart.kt', 'com/shop/Cart.scala']],
  ['com.shop.Cart$Item.price', ['com/shop/Cart.java']],
  ['com.shop.Cart$$SpringCGLIB$$0.price', ['com/shop/Cart.java']],
  ['com.shop.CartKt.price', ['com/shop/CartKt.java', 'com/shop/CartKt.kt', 'com/shop/Cart.kt']],
  ['App\\Http\\Cart::price', ['App/Http/Cart.php']],
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
});

test.each(['', 'main', 'github.com/acme/shop.(*Cart).Price', 'a b.c', '../../etc.passwd', 'a..b', 'x'.repeat(600)])(
  '%j names no file',
  (text) => {
    expect(files(text)).toEqual([]);
  },
);

const at = (source: string, name: string): readonly number[] => {
  for (const declaration of namedDeclarations(name)) {
    if (!declaration.filePath.endsWith(source.slice(0, source.indexOf('\n')))) continue;
    return findDeclarations(source, declaration);
  }
  throw new Error('no such file');
};

test.each<[string, string, readonly number[]]>([
  [
    '.java\nclass Other { void price(int a) {} }\nclass Cart {\n  int total = price(1);\n  @WithSpan\n  public int price(int a) {\n    return price(a);\n  }',
    'a.Cart.price',
    [6],
  ],
  ['.java\nclass Cart {\n  int price(int a) {\n  }\n  int price(long a) {\n  }', 'a.Cart.price', [3, 5]],
  ['.kt\nclass Cart {\n  suspend fun <T> Item.price(a: Int) = 1\n  val p = price(1)', 'a.Cart.price', [3]],
  [
    '.cs\npublic class Cart\n{\n    public async Task<int> Price(int a)\n    {\n        await Price(1);',
    'A.Cart.Price',
    [4],
  ],
  ['.py\ndef price():\n    pass\nx = price()\nasync def other(): pass', 'shop.cart.price', [2]],
  ['.php\nfinal class Cart {\n  public function &price() {}\n  $this->price();', 'App\\Cart::price', [3]],
  ['.rs\npub async fn price<T>(a: T) {\n}\nlet x = price(1);', 'shop::cart::price', [2]],
])('%#: a declaration, and no call', (source, name, lines) => {
  expect(at(source, name)).toEqual(lines);
});

test('any name and any text is looked at in bounded time', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), fc.string({ maxLength: 300 }), (name, source) => {
      for (const declaration of namedDeclarations(name)) {
        expect(declaration.filePath).not.toMatch(/(?:^|\/)\.\.?(?:\/|$)|^\//);
        findDeclarations(source, declaration);
      }
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
