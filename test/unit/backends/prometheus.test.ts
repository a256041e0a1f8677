import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LatencyServer } from '../../../src/backends/backend.ts';
import { isTraceBackend } from '../../../src/backends/isTraceBackend.ts';
import { promSelector } from '../../../src/backends/promql.ts';
import { spanMetricsOf } from '../../../src/backends/spanMetrics.ts';
import { asked, lastQuery, RANGE, serverAt } from './configured.ts';
import { problemFrom } from './problemFrom.ts';
import { CONNECTOR, prometheus, TRACE_ID, type Named } from './prometheusStub.ts';
import { json, scriptedServer, type ScriptedServer } from './scriptedServer.ts';
import { traceqlTokens } from './traceqlTokens.ts';

const never = new AbortController().signal;
const QUERY = { service: 'orders', range: RANGE };

function latencyServer({ origin }: ScriptedServer): LatencyServer {
  const server = serverAt('prometheus', origin);
  if (isTraceBackend(server)) throw new Error('expected a server without traces');
  return server;
}

describe('names of metrics (protocols.md 3.4)', () => {
  it.each([
    ['traces_span_metrics_duration_milliseconds_bucket', 'traces_span_metrics_calls_total', 1e6],
    ['traces_span_metrics_duration_seconds_bucket', 'traces_span_metrics_calls_total', 1e9],
    ['duration_milliseconds_bucket', 'calls_total', 1e6],
    ['latency_bucket', 'calls_total', 1e6],
    ['traces_spanmetrics_latency_bucket', 'traces_spanmetrics_calls_total', 1e9],
    ['traces.span.metrics.duration_bucket', 'traces.span.metrics.calls', 1e6],
    ['shop_duration_seconds_bucket', 'shop_calls_total', 1e9],
    ['traces_span_metrics_duration_seconds', 'traces_span_metrics_calls_total', 1e9],
  ])('%s', (histogram, calls, unitNs) => {
    const noise = ['http_server_request_duration_seconds_bucket', 'rpc_latency_bucket', 'up'];
    const isNative = !histogram.endsWith('_bucket');
    expect(spanMetricsOf([...noise, calls, histogram])).toEqual({ histogram, calls, unitNs, isNative });
  });

  it('are none without a counter beside them', () => {
    expect(spanMetricsOf(['http_server_request_duration_seconds_bucket', 'calls_total'])).toBeUndefined();
  });

  it('of the connector come before what is merely named alike, and the classic form before the native one', () => {
    const own = ['shop_calls_total', 'shop_duration_seconds_bucket'];
    expect(spanMetricsOf([...own, ...CONNECTOR.names])?.calls).toBe('traces_span_metrics_calls_total');
    expect(spanMetricsOf([...own, 'shop_duration_seconds'])?.isNative).toBe(false);
  });
});

describe('latency', () => {
  it('is read from the histogram, the counter and the exemplars', async () => {
    const server = await scriptedServer(prometheus(CONNECTOR));
    const { latency } = latencyServer(server);
    expect(await latency.latency({ ...QUERY, operation: 'POST /orders' }, never)).toEqual([
      {
        service: 'orders',
        operation: 'POST /orders',
        kind: 'server',
        count: 10,
        errors: 2,
        p50Ns: 50_000_000,
        p95Ns: 95_000_000,
        p99Ns: 99_000_000,
        exemplars: [{ traceId: TRACE_ID, spanId: undefined, durationNs: 500_000, epochNs: 1_700_000_001_000_000_000n }],
      },
    ]);
    const queries = asked(server).flatMap(({ path, query }) => (path === '/api/v1/query' ? [query.get('query')] : []));
    const matchers = 'service_name="orders",span_name="POST /orders"';
    expect(queries).toContain(
      `histogram_quantile(0.95, sum by (span_name, span_kind, le) (increase(traces_span_metrics_duration_milliseconds_bucket{${matchers}}[3600s])))`,
    );
    expect(queries).toContain(
      `sum by (span_name, span_kind, status_code) (increase(traces_span_metrics_calls_total{${matchers}}[3600s]))`,
    );
    expect(lastQuery(server, '/api/v1/query')['time']).toBe('1700003600');
  });

  it('is asked for in the names that were found once', async () => {
    const server = await scriptedServer(prometheus(CONNECTOR));
    const { latency } = latencyServer(server);
    await latency.latency(QUERY, never);
    await latency.latency(QUERY, never);
    expect(asked(server).filter(({ path }) => path.includes('__name__'))).toHaveLength(1);
  });

  const TEMPO: Named = {
    names: ['traces_spanmetrics_calls_total', 'traces_spanmetrics_latency_bucket'],
    labels: ['le', 'service', 'span_kind', 'span_name', 'status_code'],
  };
  const PROCESSOR: Named = { names: ['calls_total', 'latency_bucket'], labels: ['le', 'service_name', 'operation'] };
  const UTF8: Named = {
    names: ['traces.span.metrics.calls', 'traces.span.metrics.duration'],
    labels: ['service.name', 'span.name', 'span.kind', 'status.code'],
  };
  it.each([
    [
      "Tempo's generator",
      TEMPO,
      95e9,
      'sum by (span_name, span_kind, le) (increase(traces_spanmetrics_latency_bucket{service="orders"}',
    ],
    ['the old processor', PROCESSOR, 95e6, 'sum by (operation, le) (increase(latency_bucket{service_name="orders"}'],
    [
      'native histograms and UTF-8 names',
      UTF8,
      95e6,
      'sum by ("span.name", "span.kind") (increase({"traces.span.metrics.duration","service.name"="orders"}',
    ],
  ])('comes of %s', async (_name, named, p95Ns, expected) => {
    const server = await scriptedServer(prometheus(named));
    const rows = await latencyServer(server).latency.latency(QUERY, never);
    expect(rows).toMatchObject([{ operation: 'POST /orders', count: 10, p95Ns }]);
    expect(asked(server).map(({ query }) => query.get('query') ?? '')).toContainEqual(
      expect.stringContaining(expected),
    );
  });

  it('does without exemplars', async () => {
    const server = await scriptedServer((request, response) =>
      (request.url!.includes('exemplars')
        ? json({ status: 'error', errorType: 'bad_data', error: 'not supported' }, 400)
        : prometheus(CONNECTOR))(request, response),
    );
    expect(await latencyServer(server).latency.latency(QUERY, never)).toMatchObject([{ exemplars: [] }]);
  });

  it('is not there without metrics of spans', async () => {
    const server = await scriptedServer(prometheus({ names: ['up'], labels: [] }));
    for (const call of [latencyServer(server).latency.latency(QUERY, never), latencyServer(server).health(never)]) {
      const problem = await problemFrom(call);
      expect(problem.code).toBe('not-found');
      expect(problem.message).toMatch(/^Shop .*has no metrics made from spans/);
    }
  });

  it('passes on why a query was refused', async () => {
    const refusal = json(
      { status: 'error', errorType: 'execution', error: 'query processing would load too many samples' },
      422,
    );
    const server = await scriptedServer((request, response) =>
      (request.url!.startsWith('/api/v1/query?') ? refusal : prometheus(CONNECTOR))(request, response),
    );
    const problem = await problemFrom(latencyServer(server).latency.latency(QUERY, never));
    expect(problem.message).toContain('refused the query (422): query processing would load too many samples.');
  });
});

it('says in a connection test where the latencies are', async () => {
  const server = await scriptedServer(prometheus(CONNECTOR));
  expect((await latencyServer(server).health(never)).sentence).toContain(
    "answers with Prometheus's API and has the latencies in traces_span_metrics_duration_milliseconds_bucket.",
  );
});

describe('a selector', () => {
  it.each([
    ['a"} or up{x="', 'm{s="a\\"} or up{x=\\""}'],
    ['a\\', 'm{s="a\\\\"}'],
    ['a\nb', 'm{s="a\\u000ab"}'],
  ])('keeps %j text', (value, expected) => {
    expect(promSelector('m', [['s', value]])).toBe(expected);
  });

  it('holds whatever text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', minLength: 1 }), (value, label) => {
        const tokens = traceqlTokens(promSelector('m', [[label, value]]).replace(/^m\{/, '{ '));
        const strings = tokens.filter((token) => typeof token === 'object').map(({ string }) => string);
        expect(strings.at(-1)).toBe(value.toWellFormed());
        expect(tokens.length).toBe(5);
      }),
    );
  });
});
