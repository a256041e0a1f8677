import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Attribute } from '../../../src/core/attribute.ts';
import { longestQueryRun } from '../../../src/core/longestQueryRun.ts';
import type { SpanKind } from '../../../src/core/span.ts';
import { spanLiterals } from '../../../src/core/spanLiterals.ts';

type Texts = Readonly<Record<string, string>>;

/** `kind text` each; a route's method in front of its path. */
function seen(kind: SpanKind, name: string, texts: Texts = {}, scope = 'shop'): readonly string[] {
  const attributes: readonly Attribute[] = Object.entries(texts).map(([key, value]) => ({
    key,
    value: { type: 'string', value },
  }));
  const literals = spanLiterals({ name, kind, attributes, scope: { name: scope, version: '', attributes: [] } });
  return literals
    .filter((literal) => literal.kind !== 'span-template')
    .map((literal) =>
      literal.kind === 'route' || literal.kind === 'path' || literal.kind === 'next-route'
        ? `${literal.kind} ${literal.method ?? '?'} ${literal.text}`
        : literal.kind === 'rpc'
          ? `rpc ${literal.service}.${literal.text}`
          : `${literal.kind} ${literal.text}`,
    );
}

test.each<[SpanKind, string, Texts, readonly string[]]>([
  ['internal', 'load cart', {}, ['span-name load cart']],
  ['internal', 'checkout.price', {}, ['span-name checkout.price']],
  ['internal', ' load cart ', {}, ['span-name load cart']],
  ['internal', 'process order', {}, ['span-name process order']],
  ['client', 'load cart', { 'db.system': 'postgresql' }, ['span-name load cart']],
  ['server', 'GET /orders/{id}', {}, ['route GET /orders/{id}']],
  ['server', 'GET', { 'http.route': '/orders/:id', 'http.request.method': 'POST' }, ['route POST /orders/:id']],
  ['server', '/orders/:id', { 'http.route': '/orders/:id', 'http.method': 'get' }, ['route GET /orders/:id']],
  ['server', 'HTTP GET', { 'http.route': '/orders', 'http.method': '_OTHER' }, ['route ? /orders']],
  ['server', 'GET orders/<int:id>/', {}, ['route GET orders/<int:id>/']],
  ['internal', 'show order', { 'http.route': '/orders/:id' }, ['span-name show order', 'route ? /orders/:id']],
  ['server', 'GET /{id}', {}, []],
  ['server', 'GET /', {}, []],
  ['server', 'GET', {}, []],
  ['client', 'GET /orders/{id}', { 'http.route': '/orders/{id}' }, []],
  ['internal', 'GET /orders', {}, []],
  [
    'server',
    'shop.CartService/AddItem',
    { 'rpc.service': 'shop.CartService', 'rpc.method': 'AddItem' },
    ['rpc CartService.AddItem'],
  ],
  ['server', 'shop.CartService/AddItem', { 'rpc.method': 'shop.CartService/AddItem' }, ['rpc CartService.AddItem']],
  ['client', 'shop.CartService/AddItem', { 'rpc.service': 'shop.CartService', 'rpc.method': 'AddItem' }, []],
  ['client', 'DynamoDB.GetItem', { 'rpc.system': 'aws-api', 'rpc.service': 'DynamoDB', 'rpc.method': 'GetItem' }, []],
  [
    'client',
    'SELECT shop.orders',
    { 'db.statement': 'SELECT a FROM orders WHERE id = $1' },
    ['query SELECT a FROM orders WHERE id ='],
  ],
  ['client', 'orders.find', { 'db.system.name': 'mongodb' }, []],
  ['client', 'find orders', { 'db.system.name': 'mongodb', 'db.operation.name': 'find' }, []],
  ['client', 'GET', { 'db.system': 'redis' }, []],
  ['server', 'x', { 'db.statement': 'SELECT a FROM orders WHERE id = $1' }, []],
  ['producer', 'orders publish', { 'messaging.destination.name': 'orders' }, ['topic orders']],
  ['consumer', 'process orders', { 'messaging.destination': 'orders' }, ['topic orders']],
  ['consumer', 'orders', { 'messaging.destination.name': 'orders' }, ['topic orders']],
  ['internal', 'main', {}, []],
  ['internal', 'run', {}, []],
  ['internal', 'Request', {}, []],
  ['internal', '12345', {}, []],
  ['internal', 'x y'.repeat(1_000), {}, []],
])('a %s span %j with %o', (kind, name, texts, expected) => {
  expect(seen(kind, name, texts)).toEqual(expected);
});

test.each<[string, readonly string[]]>([
  ['@opentelemetry/instrumentation-express', []],
  ['OpenTelemetry.Instrumentation.Http', []],
  ['io.opentelemetry.tomcat-10.0', []],
  ['io.opentelemetry.opentelemetry-instrumentation-annotations-1.16', ['span-name middleware - query']],
  ['shop.instrumentation', ['span-name middleware - query']],
])('what the library %s has named stands in no code', (scope, expected) => {
  expect(seen('internal', 'middleware - query', {}, scope)).toEqual(expected);
});

test.each<[string, string | undefined]>([
  ['SELECT *\n  FROM orders\n WHERE id = ? AND total > ?', 'SELECT * FROM orders WHERE id ='],
  ['UPDATE orders SET total = :total, paid = true WHERE id = :id', 'UPDATE orders SET total ='],
  ["INSERT INTO orders (id, name) VALUES (5, 'it')", 'INSERT INTO orders (id, name) VALUES ('],
  ['SELECT id::text FROM t1 WHERE a = %s', 'SELECT id::text FROM t1 WHERE a ='],
  ['SELECT * FROM ?', undefined],
  ['SELECT 1', undefined],
  ['', undefined],
])('of %j the longest run', (statement, expected) => {
  expect(longestQueryRun(statement)).toBe(expected);
});

test('any span has literals, and none of them is long', () => {
  const kind = fc.constantFrom<SpanKind>('server', 'client', 'internal', 'producer', 'consumer', 'unspecified');
  const key = fc.constantFrom(
    'http.route',
    'db.statement',
    'rpc.method',
    'messaging.destination',
    'http.method',
    '__proto__',
  );
  const texts = fc.array(fc.tuple(key, fc.string({ maxLength: 400 }))).map((entries) => Object.fromEntries(entries));
  fc.assert(
    fc.property(kind, fc.string(), texts, (spanKind, name, attributes) => {
      for (const text of seen(spanKind, name, attributes)) expect(text.length).toBeLessThan(260);
    }),
  );
  const hostile = `${'{'.repeat(50_000)}'${'%('.repeat(50_000)}${':a'.repeat(50_000)}`;
  const start = performance.now();
  seen('client', hostile, { 'db.statement': hostile, 'http.route': hostile });
  seen('server', hostile, { 'rpc.method': hostile, 'http.route': hostile });
  expect(performance.now() - start).toBeLessThan(500);
});

const EXPRESS = '@opentelemetry/instrumentation-express';
const ACTIVE_RECORD = 'OpenTelemetry::Instrumentation::ActiveRecord';

test.each<[string, SpanKind, string, Texts, string, readonly string[]]>([
  [
    'Express: a function in the way',
    'internal',
    'middleware - requireUser',
    { 'express.name': 'requireUser', 'express.type': 'middleware' },
    EXPRESS,
    ['middleware requireUser'],
  ],
  [
    'Express: a function without a name',
    'internal',
    'middleware - <anonymous>',
    { 'express.name': '<anonymous>', 'express.type': 'middleware' },
    EXPRESS,
    [],
  ],
  [
    'Express: a router',
    'internal',
    'router - /:id',
    { 'express.name': '/:id', 'express.type': 'router', 'http.route': '/orders' },
    EXPRESS,
    ['mount /orders'],
  ],
  [
    'Next.js: a request',
    'server',
    'POST /orders/route',
    { 'next.span_type': 'BaseServer.handleRequest', 'next.route': '/orders/route', 'http.method': 'POST' },
    'next.js',
    ['next-route POST /orders/route'],
  ],
  [
    'Next.js: its own work',
    'internal',
    'start response',
    { 'next.span_type': 'NextNodeServer.startResponse' },
    'next.js',
    [],
  ],
  [
    'Next.js: its own work on a route',
    'internal',
    'resolve page components',
    { 'next.span_type': 'NextNodeServer.findPageComponents', 'next.route': '/orders' },
    'next.js',
    [],
  ],
  [
    'a server without a route',
    'server',
    'HTTP GET',
    { 'http.target': '/health?a=1', 'http.method': 'GET' },
    'x',
    ['path GET /health'],
  ],
  [
    "a server with a route's name",
    'server',
    'POST refund-cart',
    { 'http.route': 'refund-cart', 'url.path': '/carts/7/refund' },
    'x',
    ['route ? refund-cart', 'path ? /carts/7/refund'],
  ],
  ['a server with a route', 'server', 'GET /carts/:id', { 'url.path': '/carts/7' }, 'x', ['route GET /carts/:id']],
  ['a server that found nothing', 'server', 'GET', { 'url.path': '/nothing', 'http.status_code': '404' }, 'x', []],
  ['a client', 'client', 'GET', { 'url.full': 'http://prices:80/prices/pear?x=1#y' }, 'x', ['address /prices/pear']],
  ['a client that asks for the root', 'client', 'GET', { 'http.url': 'http://prices/' }, 'x', []],
  [
    "PHP's hooks",
    'client',
    'PDO::__construct',
    { 'code.function.name': 'PDO::__construct' },
    'io.opentelemetry.contrib.php.pdo',
    ['call PDO::__construct'],
  ],
  ['Active Record', 'internal', 'Price.insert_all', {}, ACTIVE_RECORD, ['call Price.insert_all']],
  ['a query of Active Record', 'internal', 'Price.find_by_sql', {}, ACTIVE_RECORD, []],
])('%s', (_, kind, name, texts, scope, expected) => {
  expect(seen(kind, name, texts, scope).filter((literal) => !literal.startsWith('span-name '))).toEqual(expected);
});

test('a name may also be put together', () => {
  const scope = { name: 'shop', version: '', attributes: [] };
  expect(spanLiterals({ name: 'restock pear', kind: 'internal', attributes: [], scope })).toEqual([
    { kind: 'span-name', text: 'restock pear' },
    { kind: 'span-template', text: 'restock pear' },
  ]);
});
