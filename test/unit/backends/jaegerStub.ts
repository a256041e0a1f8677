import type { RequestListener } from 'node:http';
import { byPath } from './byPath.ts';
import { json } from './scriptedServer.ts';

/*
 * Recorded contracts of the two APIs, written from protocols.md 3.1: what each answers, its errors labelled text/plain,
 * its parameters checked, unknown paths answered with the UI's page.
 */

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
export const SHORT_ID = '463ac35c9f6413ad';
export const UNKNOWN_ID = 'ffffffffffffffffffffffffffffffff';

export const V3_TRACE = {
  result: {
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'orders' } }] },
        scopeSpans: [
          {
            scope: {},
            spans: [
              {
                traceId: TRACE_ID,
                spanId: 'b7ad6b7169203331',
                name: 'POST /orders',
                kind: 2,
                startTimeUnixNano: '1700000000000000001',
                endTimeUnixNano: '1700000000250000001',
              },
            ],
          },
        ],
      },
    ],
  },
};

export const V3_SUMMARIES = {
  summaries: [
    {
      traceId: TRACE_ID,
      rootServiceName: 'gateway',
      rootOperationName: 'POST /checkout',
      minStartTimeUnixNano: '1700000000000000001',
      maxEndTimeUnixNano: '1700000000250000002',
      spanCount: 12,
      errorSpanCount: 2,
      services: [
        { name: 'gateway', spanCount: 2 },
        { name: 'orders', spanCount: 10, errorSpanCount: 2 },
      ],
    },
    // Zero counts are left out.
    {
      traceId: `0000000000000000${SHORT_ID}`,
      rootServiceName: 'orders',
      rootOperationName: 'tick',
      minStartTimeUnixNano: '1700000001000000000',
      maxEndTimeUnixNano: '1700000001000000000',
      spanCount: 1,
      services: [{ name: 'orders', spanCount: 1 }],
    },
  ],
};

const legacySpan = (
  id: string,
  parent: string | undefined,
  start: number,
  duration: number,
  process: string,
): object => ({
  traceID: TRACE_ID,
  spanID: id,
  operationName: parent === undefined ? 'POST /checkout' : 'query',
  references: parent === undefined ? [] : [{ refType: 'CHILD_OF', traceID: TRACE_ID, spanID: parent }],
  startTime: start,
  duration,
  tags: parent === undefined ? [] : [{ key: 'error', type: 'bool', value: true }],
  logs: [],
  processID: process,
  warnings: null,
});

export const LEGACY_TRACE = {
  traceID: TRACE_ID,
  spans: [
    legacySpan('00f067aa0ba902b7', 'b7ad6b7169203331', 1_700_000_000_000_100, 300_000, 'p2'),
    legacySpan('b7ad6b7169203331', undefined, 1_700_000_000_000_000, 250_000, 'p1'),
  ],
  processes: { p1: { serviceName: 'gateway', tags: [] }, p2: { serviceName: 'orders', tags: [] } },
  warnings: null,
};

const v3Error = (status: number, message: string): RequestListener =>
  json({ error: { httpCode: status, message } }, status);
const legacyError = (status: number, msg: string): RequestListener =>
  json({ data: null, total: 0, limit: 0, offset: 0, errors: [{ code: status, msg }] }, status);
const envelope = (data: unknown): RequestListener => json({ data, total: 0, limit: 0, offset: 0, errors: null });

/** The stable API of v2.19 and later; after v2.20 this is nearly all there is. */
export const JAEGER_V3: RequestListener = byPath({
  '/api/v3/services': json({ services: ['gateway', 'orders'] }),
  '/api/v3/operations': json({
    operations: [
      { name: 'POST /orders', spanKind: 'server' },
      { name: 'tick', spanKind: '' },
    ],
  }),
  '/api/v3/trace-summaries': (request, response) => {
    const { searchParams } = new URL(request.url!, 'http://x');
    const times = [searchParams.get('query.start_time_min'), searchParams.get('query.start_time_max')];
    const valid = times.every((time) => time !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/.test(time));
    const answer = valid ? json(V3_SUMMARIES) : v3Error(400, 'malformed parameter query.start_time_min');
    answer(request, response);
  },
  [`/api/v3/traces/${TRACE_ID}`]: json(V3_TRACE),
  [`/api/v3/traces/${UNKNOWN_ID}`]: v3Error(404, 'No traces found'),
});

const point = (value: number | string): object => ({
  timestamp: '2023-11-14T23:13:20Z',
  gaugeValue: { doubleValue: value },
});
const metrics = (name: string, values: Readonly<Record<string, readonly (number | string)[]>>): RequestListener =>
  json({
    name,
    type: 'GAUGE',
    help: '',
    metrics: Object.entries(values).map(([operation, points]) => ({
      labels: [
        { name: 'service_name', value: 'orders' },
        { name: 'operation', value: operation },
      ],
      metricPoints: points.map(point),
    })),
  });

/** Service Performance Monitoring: milliseconds, calls a second, the part of them that failed; outside of the envelope. */
export const JAEGER_METRICS: Readonly<Record<string, RequestListener>> = {
  '/api/metrics/latencies': (request, response) => {
    const quantile = Number(new URL(request.url!, 'http://x').searchParams.get('quantile'));
    metrics('service_operation_latencies', { 'POST /orders': [1, quantile * 100, 'NaN'], tick: ['NaN'] })(
      request,
      response,
    );
  },
  '/api/metrics/calls': metrics('service_operation_call_rate', { 'POST /orders': [0.5], tick: [0] }),
  '/api/metrics/errors': metrics('service_operation_error_rate', { 'POST /orders': [0.1] }),
};

/** Version 1, and what imitates it. */
export const JAEGER_LEGACY: RequestListener = byPath({
  '/api/services': envelope(['gateway', 'orders']),
  '/api/services/orders/operations': envelope(['POST /orders', 'tick']),
  '/api/services/a%2Fb%20c/operations': envelope(['POST /orders', 'tick']),
  '/api/traces': (request, response) => {
    const { searchParams } = new URL(request.url!, 'http://x');
    const valid = ['start', 'end'].every((name) => /^\d{16}$/.test(searchParams.get(name) ?? ''));
    const answer =
      valid && searchParams.get('service') ? envelope([LEGACY_TRACE]) : legacyError(400, 'parameter start is wrong');
    answer(request, response);
  },
  [`/api/traces/${TRACE_ID}`]: envelope([LEGACY_TRACE]),
  [`/api/traces/${UNKNOWN_ID}`]: legacyError(404, 'trace not found'),
  [`/api/traces/0000000000000000${SHORT_ID}`]: legacyError(404, 'trace not found'),
  [`/api/traces/${SHORT_ID}`]: envelope([{ ...LEGACY_TRACE, traceID: SHORT_ID }]),
});
