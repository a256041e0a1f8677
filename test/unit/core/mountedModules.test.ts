import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mountedModules } from '../../../src/core/sourceText/mountedModules.ts';
import { routeSegments } from '../../../src/core/sourceText/routeTemplate.ts';
import { scanSource } from '../../../src/core/sourceText/scanSource.ts';
import { sourceLanguageOf } from '../../../src/core/sourceText/sourceLanguage.ts';

const seen = (path: string, source: string, route: string): readonly string[] =>
  mountedModules(scanSource(source, sourceLanguageOf(path)!), routeSegments(route)!).map(
    ({ names, rest, fromStart }) => `${[...names].join(' ')}: ${rest.length}${fromStart ? ' from the start' : ''}`,
  );

test.each<[string, string, string, readonly string[]]>([
  [
    'a.ts',
    "import a from './x/orders.ts';\nimport b from './items';\napp.use('/orders', auth, a);",
    '/orders/:id',
    ['orders: 1 from the start'],
  ],
  ['a.js', "app.use('/orders', require('./x/orders'));", '/api/orders', ['orders: 0']],
  [
    'a.py',
    'from shop import routes\napp.include_router(routes.router, prefix="/shelves")',
    '/shelves/{a}',
    ['routes from shop import: 1 from the start'],
  ],
  ['a.rs', 'let app = Router::new().nest("/orders", orders::router());', '/orders/{id}', ['orders: 1 from the start']],
  [
    'a.ts',
    "app.use('/orders', (a, b) => 1);\napp.get('/orders', a);\n// app.use('/orders', require('./orders'))",
    '/orders/:id',
    [],
  ],
  ['a.ts', "app.use('/other', require('./orders'));", '/orders/:id', []],
])('%s %#: what is put below a path', (path, source, route, expected) => {
  expect(seen(path, source, route)).toEqual(expected);
});

test('any text is looked at, in time linear to it', () => {
  const part = fc.constantFrom(
    "app.use('/a', ",
    'b)',
    "import b from './c'",
    '\n',
    "'",
    '"',
    '(',
    ')',
    'require(',
    'x.',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 50 }), (parts) => {
      seen('a.ts', parts.join(''), '/a/:b');
    }),
  );
  const started = performance.now();
  for (const piece of ["app.use('/a', b);\n", "import a from 'b';\n", "app.use('/a', a, require('", "'", '(', 'x.'])
    seen('a.ts', piece.repeat(20_000), '/a/:b');
  expect(performance.now() - started).toBeLessThan(3_000);
});
