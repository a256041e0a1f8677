import type { RequestListener } from 'node:http';
import { byPath } from './byPath.ts';
import { json } from './scriptedServer.ts';

/*
 * The contract of the Aspire dashboard's API, written from protocols.md 3.17 and DashboardEndpointsBuilder.cs: OTLP JSON in `data`,
 * ProblemDetails for what is not there, a page of the dashboard for every other path.
 */

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
export const UNKNOWN_ID = 'ffffffffffffffffffffffffffffffff';

const span = { traceId: TRACE_ID, spanId: '00f067aa0ba902b7', name: 'POST /orders', kind: 2 };
export const ASPIRE_TRACE = {
  data: { resourceSpans: [{ resource: {}, scopeSpans: [{ scope: {}, spans: [span] }] }] },
  totalCount: 1,
  returnedCount: 1,
};

const notFound = (title: string): RequestListener => json({ title, status: 404, detail: 'None was found.' }, 404);

export const ASPIRE: RequestListener = byPath({
  '/api/telemetry/resources': json([
    { name: 'orders', instanceId: null, displayName: 'orders', hasTraces: true },
    { name: 'orders', instanceId: 'b', displayName: 'orders-b', hasTraces: true },
    { name: 'cache', hasTraces: false },
  ]),
  '/api/telemetry/traces': (request, response) => {
    const resource = new URL(request.url!, 'http://x').searchParams.get('resource');
    const isKnown = resource === null || resource === 'orders';
    (isKnown ? json(ASPIRE_TRACE) : notFound('Resource not found'))(request, response);
  },
  [`/api/telemetry/traces/${TRACE_ID}`]: json(ASPIRE_TRACE),
  [`/api/telemetry/traces/${UNKNOWN_ID}`]: notFound('Trace not found'),
});
