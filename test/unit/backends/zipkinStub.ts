import type { RequestListener } from 'node:http';
import { byPath } from './byPath.ts';
import { plainText } from './plainText.ts';
import { json } from './scriptedServer.ts';

/*
 * The contract of Zipkin's second API, written from protocols.md 3.3 and ZipkinQueryApiV2.java: lists at the top, errors as text, names
 * in lower case, a maximum duration only with a minimum.
 */

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
export const SHORT_ID = '463ac35c9f6413ad';
export const UNKNOWN_ID = 'ffffffffffffffffffffffffffffffff';

export function span(traceId: string): object {
  return {
    traceId,
    id: '00f067aa0ba902b7',
    name: 'post /orders',
    kind: 'SERVER',
    timestamp: 1_700_000_000_000_000,
    duration: 250_000,
    localEndpoint: { serviceName: 'orders' },
    tags: { 'http.route': '/orders' },
  };
}

const search: RequestListener = (request, response) => {
  const params = new URL(request.url!, 'http://x').searchParams;
  const numbers = ['endTs', 'lookback', 'limit'].map((name) => params.get(name) ?? '');
  const isValid = numbers.every((text) => /^[1-9]\d*$/.test(text));
  if (!isValid) return plainText('lookback <= 0', 400)(request, response);
  if (params.has('maxDuration') && !params.has('minDuration'))
    return plainText('maxDuration is only valid with minDuration', 400)(request, response);
  json([[span(TRACE_ID)], [span(SHORT_ID)]])(request, response);
};

const ROUTES: Readonly<Record<string, RequestListener>> = {
  '/api/v2/services': json(['gateway', 'orders']),
  '/api/v2/spans': json(['post /orders', 'tick']),
  '/api/v2/traces': search,
  '/api/v2/autocompleteKeys': json(['env']),
  '/api/v2/autocompleteValues': json(['prod', 'test']),
  [`/api/v2/trace/${TRACE_ID}`]: json([span(TRACE_ID)]),
  [`/api/v2/trace/${SHORT_ID}`]: json([span(SHORT_ID)]),
  [`/api/v2/trace/0000000000000000${SHORT_ID}`]: plainText(`0000000000000000${SHORT_ID} not found`, 404),
  [`/api/v2/trace/${UNKNOWN_ID}`]: plainText(`${UNKNOWN_ID} not found`, 404),
  '/zipkin/config.json': json({ searchEnabled: true }),
};
/** Armeria's words for a path that is not there. */
export const ARMERIA_404 = plainText('Status: 404\nDescription: Not Found\n', 404);

export const ZIPKIN: RequestListener = byPath(ROUTES, ARMERIA_404);

/** With SEARCH_ENABLED=false: every list is empty. */
export const ZIPKIN_WITHOUT_SEARCH: RequestListener = byPath(
  {
    ...ROUTES,
    '/api/v2/services': json([]),
    '/api/v2/traces': json([]),
    '/zipkin/config.json': json({ searchEnabled: false }),
  },
  ARMERIA_404,
);
