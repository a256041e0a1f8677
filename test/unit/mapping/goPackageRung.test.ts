import { join } from 'node:path';
import { expect, test } from 'vitest';
import { locatorOf } from './locatorOf.ts';
import { makeWorkspace } from './makeWorkspace.ts';

const CART =
  'package cart\n\nfunc Price() int { return 1 }\n\nfunc (c *Cart) Price() int {\n\treturn 1\n}\n\nfunc (s Store) Price() int {\n\treturn 2\n}\n';
const MAIN = '// Command shop.\npackage main\n\nfunc handler() {\n\tgo func() {}()\n}\n';

test.each<[string, Readonly<Record<string, string>>, string, string | undefined, object]>([
  [
    'a method by its receiver',
    { 'shop/cart/a.go': CART },
    'github.com/acme/shop/cart.(*Cart).Price',
    'shop/cart/a.go',
    { line: 5, confidence: 'likely' },
  ],
  ['a method of a value', { 'cart/a.go': CART }, 'github.com/acme/shop/cart.Store.Price', 'cart/a.go', { line: 9 }],
  ['a function', { 'cart/a.go': CART }, 'github.com/acme/shop/cart.Price', 'cart/a.go', { line: 3 }],
  ['a closure', { 'main.go': MAIN }, 'main.handler.func1', 'main.go', { line: 4, confidence: 'likely' }],
  [
    'the folder that is most like the package',
    { 'internal/cart/a.go': CART, 'shop/cart/b.go': CART },
    'github.com/acme/shop/cart.(*Cart).Price',
    'shop/cart/b.go',
    { line: 5, confidence: 'likely' },
  ],
  [
    'a file of the right package in a folder of another name',
    { 'main.go': MAIN, 'a.go': CART },
    'github.com/acme/cart.Store.Price',
    'a.go',
    { line: 9 },
  ],
  [
    'two programs are a choice',
    { 'cmd/a/main.go': MAIN, 'cmd/b/main.go': MAIN },
    'main.handler',
    undefined,
    { state: 'ambiguous' },
  ],
  [
    'another package is another function',
    { 'stock/a.go': CART.replace('package cart', 'package stock') },
    'github.com/acme/shop/cart.Store.Price',
    undefined,
    { state: 'missing' },
  ],
  [
    'a test asks for what other code does',
    { 'cart/a_test.go': CART },
    'github.com/acme/shop/cart.Price',
    undefined,
    { state: 'missing' },
  ],
])('%s', async (_, files, functionName, path, expected) => {
  const root = await makeWorkspace(files);
  const ref = { origin: 'attributes', filePath: undefined, line: undefined, column: undefined, functionName } as const;
  const located = await locatorOf(root).locator.locate(ref, { service: 'shop' }, new AbortController().signal);
  expect(located).toMatchObject(path === undefined ? expected : { ...expected, path: join(root, path) });
});
