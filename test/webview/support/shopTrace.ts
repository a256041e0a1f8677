import { type OtlpSpan, otlpTrace, spanIdOf } from './otlpTrace.ts';

export const STACK = `PaymentDeclined: card 4000 was declined
    at charge (/srv/shop/payment/dist/charge.js:48:11)
    at async Orders.pay (/srv/shop/payment/dist/orders.js:112:5)
    at async handle (/srv/shop/payment/dist/server.js:31:18)
    at async dispatch (/srv/shop/node_modules/router/index.js:240:7)
    at async next (/srv/shop/node_modules/router/index.js:188:3)
    at async Layer.handle (/srv/shop/node_modules/router/layer.js:95:5)
    at async trim (/srv/shop/node_modules/router/index.js:328:13)
    at async process_params (/srv/shop/node_modules/router/index.js:286:9)
    at async Function.process (/srv/shop/node_modules/router/index.js:280:9)
    at async expressInit (/srv/shop/node_modules/express/middleware/init.js:40:5)
    at async Server.emit (node:events:519:28)`;

const LONG = Array.from({ length: 40 }, (_, i) => `line ${i + 1} of a long body`).join('\n');

/** A checkout that fails to pay, with all a span can carry: what the details, marks and repairs are shown with. */
export const SHOP_SPANS: readonly OtlpSpan[] = [
  span(1, 0, 'gateway', 'POST /checkout', 'server', 0, 412, {
    attributes: { 'http.route': '/checkout', 'http.response.status_code': 502 },
    error: 'upstream failed',
  }),
  span(2, 1, 'gateway', 'authenticate', 'internal', 3, 18),
  span(3, 2, 'gateway', 'GET session', 'client', 5, 12),
  span(4, 3, 'redis', 'HGET session', 'server', 7, 8),
  span(5, 1, 'gateway', 'POST orders', 'client', 24, 380),
  span(6, 5, 'orders', 'POST /orders', 'server', 28, 371, {
    attributes: {
      'code.file.path': '/srv/shop/orders/dist/server.js',
      'code.line.number': 31,
      'code.function.name': 'createOrder',
    },
  }),
  span(7, 6, 'orders', 'validate basket', 'internal', 31, 9),
  ...Array.from({ length: 12 }, (_, i) =>
    span(20 + i, 6, 'postgres', 'SELECT stock', 'client', 42 + i * 11, 9, {
      attributes: { 'db.system.name': 'postgresql', 'db.query.text': `SELECT * FROM stock WHERE sku = 'A-${i}'` },
    }),
  ),
  span(8, 6, 'orders', 'reserve stock', 'internal', 178, 46),
  span(9, 8, 'inventory', 'PUT /reservations', 'server', 183, 37),
  span(10, 9, 'postgres', 'UPDATE stock', 'client', 190, 24),
  span(11, 6, 'orders', 'pay', 'client', 228, 150),
  span(12, 11, 'payment', 'POST /charges', 'server', 232, 142, {
    error: 'card declined',
    attributes: {
      'http.request.method': 'POST',
      'http.response.status_code': 402,
      'payment.amount': 129.9,
      'payment.retry': true,
      'payment.methods': ['card', 'transfer'],
      'http.request.body': LONG,
      'payment.note': 'left\u202Eright\u0007',
    },
    events: [
      { atMs: 240, name: 'card tokenised', attributes: { 'token.id': 'tok_31' } },
      {
        atMs: 360,
        name: 'exception',
        attributes: {
          'exception.type': 'PaymentDeclined',
          'exception.message': 'card 4000 was declined',
          'exception.stacktrace': STACK,
        },
      },
    ],
    links: [{ traceId: 'abcdef00abcdef00abcdef00abcdef00', spanId: 'beef00beef00beef' }],
  }),
  span(13, 6, 'orders', 'publish order.failed', 'producer', 382, 4),
  span(14, 13, 'mailer', 'consume order.failed', 'consumer', 391, 16),
  span(15, 0xdead, 'audit', 'write audit log', 'internal', 120, 30),
  span(16, 0xdead, 'audit', 'rotate audit log', 'internal', 300, 22),
];

export const SHOP_TRACE = otlpTrace(SHOP_SPANS);
export const PAYMENT_ID = spanIdOf(12);

function span(
  id: number,
  parent: number,
  service: string,
  name: string,
  kind: OtlpSpan['kind'],
  startMs: number,
  durationMs: number,
  more: Partial<OtlpSpan> = {},
): OtlpSpan {
  return { id, parent, service, name, kind, startMs, durationMs, ...more };
}
