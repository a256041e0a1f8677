import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { byPath } from './byPath.ts';
import { noRoute, plainText } from './plainText.ts';
import { json } from './scriptedServer.ts';

/*
 * The contract of Tempo's API, written from protocols.md 3.2 and Tempo's source at ad33aa8: protobuf when it is asked for, errors as
 * plain text, seconds in, zeros in front of IDs left out, `jsonpb` leaves out what is empty.
 */

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
export const SHORT_ID = '000000000000000000f067aa0ba902b7';
export const UNKNOWN_ID = 'ffffffffffffffffffffffffffffffff';

/** A field of wire type 2. */
function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content]);
}

/** `Trace` with one span of this ID. */
export function traceProto(id: string): Buffer {
  const span = Buffer.concat([field(1, Buffer.from(id, 'hex')), field(2, Buffer.from('00f067aa0ba902b7', 'hex'))]);
  return field(1, field(2, field(2, span)));
}

/** `TraceByIDResponse`. */
export function responseProto(trace: Buffer, partial = false, message = ''): Buffer {
  return Buffer.concat([
    field(1, trace),
    field(2, Buffer.alloc(0)),
    ...(partial ? [Buffer.from([(3 << 3) | 0, 1]), field(4, Buffer.from(message))] : []),
  ]);
}

export function proto(body: Buffer): RequestListener {
  return (_request, response) => void response.writeHead(200, { 'Content-Type': 'application/protobuf' }).end(body);
}

export const SEARCH_RESULT = {
  traces: [
    {
      traceID: TRACE_ID.slice(1),
      rootServiceName: 'gateway',
      rootTraceName: 'POST /checkout',
      startTimeUnixNano: '1700000000000000001',
      durationMs: 250,
      spanSets: [{ spans: [{ spanID: '00f067aa0ba902b7' }], matched: 1 }],
      serviceStats: { gateway: { spanCount: 2 }, orders: { spanCount: 10, errorCount: 2 } },
    },
    {
      traceID: 'f067aa0ba902b7',
      rootServiceName: '<root span not yet received>',
      rootTraceName: '<root span not yet received>',
      startTimeUnixNano: '1700000001000000000',
      serviceStats: { orders: { spanCount: 1 } },
    },
  ],
  metrics: { inspectedBytes: '1' },
};

type Answer = (params: URLSearchParams, request: IncomingMessage, response: ServerResponse) => RequestListener;

/** Answers by the parameters. */
const by =
  (answer: Answer): RequestListener =>
  (request, response) =>
    answer(new URL(request.url!, 'http://x').searchParams, request, response)(request, response);

const label = (key: string, value: object): object => ({ key, value });
const series = (labels: readonly object[], value: number | string): object => ({ labels, value });

const latency = by((params) => {
  const q = params.get('q') ?? '';
  const labels = [label('span:name', { stringValue: 'POST /orders' }), label('kind', { stringValue: 'server' })];
  if (q.includes('quantile_over_time'))
    return json({
      series: [0.5, 0.95, 0.99].map((p) => series([...labels, label('p', { doubleValue: p })], p / 10)),
      metrics: {},
    });
  return json({
    series: [
      series([...labels, label('status', { stringValue: 'unset' })], 8),
      series([...labels, label('status', { stringValue: 'error' })], 2),
      series([label('name', { stringValue: 'idle' })], 'NaN'),
    ],
  });
});

const exemplars = json({
  series: [
    {
      labels: [label('name', { stringValue: 'POST /orders' }), label('kind', { stringValue: 'server' })],
      samples: [{ timestampMs: '1700000000000', value: 0.1 }],
      exemplars: [
        {
          labels: [
            label('trace:id', { stringValue: TRACE_ID.slice(1) }),
            label('span:id', { stringValue: 'f067aa0ba902b7' }),
          ],
          value: 0.25,
          timestampMs: '1700000000123',
        },
        { labels: [], value: 9, timestampMs: '1700000000123' },
      ],
    },
  ],
});

const search = by((params) => {
  const seconds = ['start', 'end'].map((name) => Number(params.get(name)));
  if (seconds.some((value) => !/^\d{10}$/.test(String(value)))) return plainText('invalid start or end', 400);
  if (seconds[1]! - seconds[0]! > 168 * 3600)
    return plainText('range specified by start and end exceeds 168h0m0s', 400);
  if (!/^\{.*\}$/s.test(params.get('q') ?? '')) return plainText('invalid TraceQL query: parse error', 400);
  return json(SEARCH_RESULT);
});

const values = (...names: readonly string[]): RequestListener =>
  json({ tagValues: names.map((value) => ({ type: 'string', value })), metrics: {} });

export const TEMPO: RequestListener = byPath(
  {
    '/api/echo': plainText('echo', 200),
    [`/api/v2/traces/${TRACE_ID}`]: proto(responseProto(traceProto(TRACE_ID))),
    [`/api/v2/traces/${UNKNOWN_ID}`]: proto(responseProto(Buffer.alloc(0))),
    '/api/search': search,
    '/api/v2/search/tag/resource.service.name/values': values('gateway', 'orders'),
    '/api/v2/search/tag/name/values': values('POST /orders', 'tick'),
    '/api/v2/search/tag/span.http.route/values': values('/cart', '/orders'),
    '/api/v2/search/tag/resource.http.route/values': json({}),
    '/api/v2/search/tags': json({
      scopes: [
        { name: 'intrinsic', tags: ['duration'] },
        { name: 'resource', tags: ['service.name'] },
        { name: 'span', tags: ['http.route', 'service.name'] },
      ],
    }),
    '/api/metrics/query': latency,
    '/api/metrics/query_range': exemplars,
  },
  noRoute,
);

/** Before 2.6: the first API alone, and no metrics. */
export const OLD_TEMPO: RequestListener = byPath(
  {
    '/api/echo': plainText('echo', 200),
    [`/api/traces/${TRACE_ID}`]: proto(traceProto(TRACE_ID)),
    [`/api/traces/${UNKNOWN_ID}`]: plainText('', 404),
    '/api/search': search,
    '/api/search/tag/service.name/values': json({ tagValues: ['gateway', 'orders'] }),
    '/api/search/tag/name/values': json({ tagValues: ['tick'] }),
    '/api/search/tag/http.route/values': json({ tagValues: ['/cart'] }),
    '/api/search/tags': json({ tagNames: ['http.route', 'service.name'] }),
  },
  noRoute,
);
