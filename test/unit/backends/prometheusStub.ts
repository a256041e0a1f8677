import type { RequestListener } from 'node:http';
import { byPath } from './byPath.ts';
import { noRoute } from './plainText.ts';
import { json } from './scriptedServer.ts';

/* The contract of Prometheus's HTTP API, written from its documentation: an envelope, values as texts, errors of 400 in the envelope. */

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

export interface Named {
  readonly names: readonly string[];
  readonly labels: readonly string[];
}

/** The spanmetrics connector as it is now. */
export const CONNECTOR: Named = {
  names: ['traces_span_metrics_calls_total', 'traces_span_metrics_duration_milliseconds_bucket'],
  labels: ['__name__', 'le', 'service_name', 'span_kind', 'span_name', 'status_code'],
};

const success = (data: unknown): RequestListener => json({ status: 'success', data });

/** A server whose metrics are named so: ten spans of `POST /orders`, two failed, and an operation without any. */
export function prometheus({ names, labels }: Named): RequestListener {
  const named = (...spellings: readonly string[]): string => spellings.find((one) => labels.includes(one)) ?? 'none';
  const operation = named('span_name', 'span.name', 'operation');
  const kind = named('span_kind', 'span.kind');
  const status = named('status_code', 'status.code');
  const vector = (...entries: readonly (readonly [labels: object, value: string])[]): RequestListener =>
    success({ resultType: 'vector', result: entries.map(([metric, value]) => ({ metric, value: [1, value] })) });
  const orders = { [operation]: 'POST /orders', [kind]: 'SPAN_KIND_SERVER' };
  const idle = { [operation]: 'idle' };
  return byPath(
    {
      '/api/v1/label/__name__/values': success(names),
      '/api/v1/labels': success(labels),
      '/api/v1/query': (request, response) => {
        const query = new URL(request.url!, 'http://x').searchParams.get('query') ?? '';
        const quantile = /^histogram_quantile\((0\.\d+), /.exec(query)?.[1];
        const answer = quantile
          ? vector([orders, String(Number(quantile) * 100)], [idle, 'NaN'])
          : vector(
              [{ ...orders, [status]: 'STATUS_CODE_UNSET' }, '8.1'],
              [{ ...orders, [status]: 'STATUS_CODE_ERROR' }, '1.9'],
              [idle, '0'],
            );
        answer(request, response);
      },
      '/api/v1/query_exemplars': success([
        {
          seriesLabels: orders,
          exemplars: [
            {
              labels: { trace_id: TRACE_ID, span_id: '00f067aa0ba902b7' },
              value: '0.25',
              timestamp: 1_700_000_000.123,
            },
            { labels: { traceID: TRACE_ID.slice(1) }, value: '0.5', timestamp: 1_700_000_001 },
            { labels: {}, value: 'NaN', timestamp: 0 },
          ],
        },
      ]),
    },
    noRoute,
  );
}
