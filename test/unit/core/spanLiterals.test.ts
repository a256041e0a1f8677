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
  return spanLiterals({ name, kind, attributes, scope: { name: scope, version: '', attributes: [] } }).map((literal) =>
    literal.kind === 'route'
      ? `route ${literal.method ?? '?'} ${literal.text}`
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
