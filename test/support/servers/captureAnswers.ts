import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { repo } from '../../../scripts/lib/repo.mjs';
import { eventually } from '../eventually.ts';
import { checkoutTraceId, sampleTraces, shortTraceId, unknownTraceId } from './sampleTraces.ts';
import { startCollector } from './startCollector.ts';
import { startJaeger } from './startJaeger.ts';
import { startPrometheus } from './startPrometheus.ts';
import { startZipkin } from './startZipkin.ts';

/**
 * Run by hand after a server's version has changed: asks the real servers everything that Spanline asks them, and keeps
 * the answers, byte for byte, in test/fixtures/backends. `index.json` says what was asked and how it was answered.
 */

const fixtures = path.join(repo, 'test/fixtures/backends');
/** Always the same, so that a difference between two captures is a difference between two servers. */
const startMs = Date.UTC(2026, 10, 24, 10, 0, 0);
const us = (ms: number) => ms * 1000;
const iso = (ms: number) => new Date(ms).toISOString();
const window = { from: startMs - 60_000, to: startMs + 60_000 };
/** Before it, nothing ever happened. */
const longAgo = { from: startMs - 7_200_000, to: startMs - 3_600_000 };

type Questions = Readonly<Record<string, string>>;

async function capture(
  server: string,
  version: string,
  asked: readonly (readonly [string, Questions])[],
): Promise<void> {
  const folder = path.join(fixtures, server);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const answers: object[] = [];
  for (const [url, questions] of asked) {
    for (const [name, question] of Object.entries(questions)) {
      const answer = await fetch(url + question);
      const body = await answer.text();
      const file = `${name}.${isJson(body) ? 'json' : 'txt'}`;
      await writeFile(path.join(folder, file), body);
      const contentType = answer.headers.get('content-type') ?? undefined;
      answers.push({ file, request: `GET ${question}`, status: answer.status, contentType });
    }
  }
  await writeFile(path.join(folder, 'index.json'), `${JSON.stringify({ version, answers }, undefined, 2)}\n`);
  console.log(`${server} ${version}: ${answers.length} answers`);
}

function isJson(body: string): boolean {
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

function query(parameters: Readonly<Record<string, string | number>>): string {
  return new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)])).toString();
}

function jaegerQuestions(): Questions {
  const v3 = (name: string, { from, to }: typeof window, more: Questions = {}) =>
    `/api/v3/traces?${query({ 'query.service_name': name, 'query.start_time_min': iso(from), 'query.start_time_max': iso(to), 'query.num_traces': 20, ...more })}`;
  const legacy = (name: string, { from, to }: typeof window, more: Questions = {}) =>
    `/api/traces?${query({ service: name, start: us(from), end: us(to), limit: 20, ...more })}`;
  return {
    'v3-services': '/api/v3/services',
    'v3-operations': '/api/v3/operations?service=shop-web',
    'v3-operations-of-kind': '/api/v3/operations?service=shop-web&span_kind=server',
    'v3-operations-of-kind-camel-case': '/api/v3/operations?service=shop-web&spanKind=server',
    'v3-operations-unknown-service': '/api/v3/operations?service=nobody',
    'v3-operations-without-service': '/api/v3/operations',
    'v3-trace': `/api/v3/traces/${checkoutTraceId}`,
    'v3-trace-leading-zeros': `/api/v3/traces/${shortTraceId}`,
    'v3-trace-leading-zeros-left-out': `/api/v3/traces/${shortTraceId.replace(/^0+/u, '')}`,
    'v3-trace-not-found': `/api/v3/traces/${unknownTraceId}`,
    'v3-trace-outside-window': `/api/v3/traces/${checkoutTraceId}?${query({ start_time: iso(longAgo.from), end_time: iso(longAgo.to) })}`,
    'v3-trace-bad-id': '/api/v3/traces/xyz',
    'v3-search': v3('shop-web', window),
    'v3-search-operation-duration': v3('shop-web', window, {
      'query.operation_name': 'POST /checkout',
      'query.duration_min': '100ms',
    }),
    'v3-search-attributes': v3('shop-web', window, { 'query.attributes': '{"http.route":"/nowhere"}' }),
    'v3-search-camel-case': `/api/v3/traces?${query({ 'query.serviceName': 'shop-web', 'query.startTimeMin': iso(window.from), 'query.startTimeMax': iso(window.to) })}`,
    'v3-search-nothing': v3('shop-web', longAgo),
    'v3-search-without-times': '/api/v3/traces?query.service_name=shop-web',
    'v3-search-without-depth': `/api/v3/traces?${query({ 'query.service_name': 'shop-web', 'query.start_time_min': iso(window.from), 'query.start_time_max': iso(window.to) })}`,
    'v3-search-without-service': `/api/v3/traces?${query({ 'query.start_time_min': iso(window.from), 'query.start_time_max': iso(window.to), 'query.num_traces': 20 })}`,
    'v3-search-bad-duration': v3('shop-web', window, { 'query.duration_min': 'soon' }),
    'v3-summaries': `/api/v3/trace-summaries?${query({ 'query.service_name': 'shop-web', 'query.start_time_min': iso(window.from), 'query.start_time_max': iso(window.to) })}`,
    services: '/api/services',
    'operations-of-service': '/api/services/shop-web/operations',
    operations: '/api/operations?service=shop-web',
    'operations-of-kind': '/api/operations?service=shop-web&spanKind=server',
    'operations-without-service': '/api/operations',
    trace: `/api/traces/${checkoutTraceId}`,
    'trace-leading-zeros': `/api/traces/${shortTraceId}`,
    'trace-not-found': `/api/traces/${unknownTraceId}`,
    'trace-bad-id': '/api/traces/xyz',
    search: legacy('shop-web', window),
    'search-tags': legacy('shop-web', window, { tags: '{"http.route":"/checkout"}', minDuration: '100ms' }),
    'search-tags-error': legacy('shop-web', window, { tags: '{"error":"true"}' }),
    'search-tags-number': legacy('shop-web', window, { tags: '{"http.response.status_code":"502"}' }),
    'search-tags-resource': legacy('shop-web', window, { tags: '{"service.version":"1.4.2"}' }),
    'search-nothing': legacy('shop-web', longAgo),
    'search-by-ids': `/api/traces?traceID=${checkoutTraceId}&traceID=${unknownTraceId}`,
    'search-without-service': `/api/traces?${query({ start: us(window.from), end: us(window.to) })}`,
    'search-bad-duration': legacy('shop-web', window, { minDuration: 'soon' }),
    dependencies: `/api/dependencies?${query({ endTs: window.to, lookback: 3_600_000 })}`,
  };
}

function jaegerMetricsQuestions(nowMs: number): Questions {
  const of = (what: string, more: Questions = {}) =>
    `/api/metrics/${what}?${query({ service: 'shop-web', endTs: nowMs, lookback: 10_000, step: 5000, ratePer: 60_000, spanKind: 'server', ...more })}`;
  return {
    'metrics-latencies': of('latencies', { quantile: '0.95' }),
    'metrics-latencies-by-operation': of('latencies', { quantile: '0.95', groupByOperation: 'true' }),
    'metrics-calls': of('calls', { groupByOperation: 'true' }),
    'metrics-errors': of('errors', { groupByOperation: 'true' }),
    'metrics-unknown-service': `/api/metrics/calls?service=nobody&endTs=${nowMs}`,
    'metrics-latencies-without-quantile': of('latencies'),
    'metrics-minstep': '/api/metrics/minstep',
  };
}

function zipkinQuestions(): Questions {
  const search = (more: Readonly<Record<string, string | number>>, { to }: typeof window = window) =>
    `/api/v2/traces?${query({ endTs: to, lookback: 120_000, limit: 10, ...more })}`;
  return {
    services: '/api/v2/services',
    spans: '/api/v2/spans?serviceName=shop-web',
    'spans-unknown-service': '/api/v2/spans?serviceName=nobody',
    'spans-without-service': '/api/v2/spans',
    'remote-services': '/api/v2/remoteServices?serviceName=shop-web',
    trace: `/api/v2/trace/${checkoutTraceId}`,
    'trace-leading-zeros': `/api/v2/trace/${shortTraceId}`,
    'trace-leading-zeros-left-out': `/api/v2/trace/${shortTraceId.replace(/^0+/u, '')}`,
    'trace-right-half': `/api/v2/trace/${checkoutTraceId.slice(16)}`,
    'trace-not-found': `/api/v2/trace/${unknownTraceId}`,
    'trace-bad-id': '/api/v2/trace/xyz',
    'trace-many': `/api/v2/traceMany?traceIds=${checkoutTraceId},${unknownTraceId}`,
    'trace-many-one': `/api/v2/traceMany?traceIds=${checkoutTraceId}`,
    search: search({ serviceName: 'shop-web' }),
    'search-annotation-duration': search({
      serviceName: 'shop-web',
      annotationQuery: 'error and http.route=/checkout',
      minDuration: 100_000,
    }),
    'search-without-service': search({}),
    'search-nothing': search({ serviceName: 'shop-web' }, longAgo),
    'search-bad-limit': search({ limit: 'many' }),
    dependencies: `/api/v2/dependencies?${query({ endTs: window.to, lookback: 120_000 })}`,
    'autocomplete-keys': '/api/v2/autocompleteKeys',
    info: '/info',
  };
}

function prometheusQuestions(nowMs: number, unit: string): Questions {
  const end = nowMs / 1000;
  const buckets = `traces_span_metrics_duration_${unit}_bucket`;
  const quantile = `histogram_quantile(0.95, sum by (le, span_name) (rate(${buckets}{service_name="shop-web"}[1m])))`;
  const instant = (expression: string) => `/api/v1/query?${query({ query: expression, time: end })}`;
  return {
    calls: instant('traces_span_metrics_calls_total'),
    'calls-by-span': instant(
      'sum by (service_name, span_name, status_code) (increase(traces_span_metrics_calls_total[1m]))',
    ),
    quantile: instant(quantile),
    'quantile-nan': instant(
      `histogram_quantile(0.95, sum by (le) (rate(${buckets}{service_name="shop-web"}[1m]) * 0))`,
    ),
    'quantile-range': `/api/v1/query_range?${query({ query: quantile, start: end - 10, end, step: 5 })}`,
    exemplars: `/api/v1/query_exemplars?${query({ query: `${buckets}{service_name="shop-web"}`, start: end - 60, end })}`,
    'exemplars-nothing': `/api/v1/query_exemplars?${query({ query: `${buckets}{service_name="nobody"}`, start: end - 60, end })}`,
    'metric-names': `/api/v1/label/__name__/values?${query({ 'match[]': '{__name__=~".*calls.*|.*duration.*"}' })}`,
    'service-names': `/api/v1/label/service_name/values`,
    series: `/api/v1/series?${query({ 'match[]': 'traces_span_metrics_calls_total{service_name="payment"}', start: end - 60, end })}`,
    nothing: instant('no_such_metric'),
    'bad-query': instant('sum by ('),
    'bad-time': '/api/v1/query?query=up&time=soon',
    'not-there': '/api/v1/nowhere',
    'build-info': '/api/v1/status/buildinfo',
  };
}

async function post(otlpUrl: string, startNs: bigint): Promise<void> {
  const body = JSON.stringify(sampleTraces(startNs));
  const answer = await fetch(`${otlpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  if (!answer.ok) throw new Error(`The Collector answered ${answer.status}: ${await answer.text()}`);
}

const collected = path.join(fixtures, 'collector');
await rm(collected, { recursive: true, force: true });
await mkdir(collected, { recursive: true });
const stops: (() => Promise<void>)[] = [];
async function started<T extends { stop(): Promise<void> }>(server: Promise<T>): Promise<T> {
  const running = await server;
  stops.push(() => running.stop());
  return running;
}
try {
  const zipkin = await started(startZipkin());
  const strangeZipkin = await started(startZipkin({ searchEnabled: false, strictTraceId: false }));
  const seconds = await started(startCollector({ spanMetrics: { unit: 's' } }));
  const proto = await started(
    startCollector({
      file: { path: path.join(collected, 'traces.binpb'), format: 'proto' },
      zipkin: strangeZipkin.spansUrl,
    }),
  );
  const milliseconds = await started(startCollector({ spanMetrics: {} }));
  const prometheus = await started(startPrometheus({ scrape: [milliseconds.metricsUrl!] }));
  const prometheusSeconds = await started(startPrometheus({ scrape: [seconds.metricsUrl!] }));
  const jaeger = await started(startJaeger({ prometheusUrl: prometheus.queryUrl }));
  const plainJaeger = await started(startJaeger());
  const json = await started(
    startCollector({
      file: { path: path.join(collected, 'traces.jsonl') },
      otlp: [jaeger.otlpUrl, plainJaeger.otlpUrl],
      zipkin: zipkin.spansUrl,
    }),
  );

  await post(json.otlpUrl, BigInt(startMs) * 1_000_000n);
  await post(proto.otlpUrl, BigInt(startMs) * 1_000_000n);
  // Rates need a counter that has been seen to rise: one that is there from the beginning has not.
  for (let round = 0; round < 5; round++) {
    for (const { otlpUrl } of [milliseconds, seconds]) await post(otlpUrl, BigInt(Date.now()) * 1_000_000n);
    await sleep(2000);
  }
  await eventually('Prometheus to have counted five calls', async () => {
    const answer = await (
      await fetch(
        `${prometheus.queryUrl}/api/v1/query?query=traces_span_metrics_calls_total{span_name=%22priceCart%22}`,
      )
    ).text();
    return answer.includes('"5"') ? true : undefined;
  });
  const nowMs = Date.now();
  await capture('jaeger', jaeger.version, [
    [jaeger.queryUrl, { ...jaegerQuestions(), ...jaegerMetricsQuestions(nowMs) }],
    [plainJaeger.queryUrl, { 'metrics-without-store': '/api/metrics/calls?service=shop-web' }],
  ]);
  await capture('zipkin', zipkin.version, [
    [zipkin.queryUrl, zipkinQuestions()],
    [
      strangeZipkin.queryUrl,
      {
        'not-strict-trace-right-half': `/api/v2/trace/${checkoutTraceId.slice(16)}`,
        'search-disabled-services': '/api/v2/services',
        'search-disabled-search': `/api/v2/traces?serviceName=shop-web`,
      },
    ],
  ]);
  await capture('prometheus', prometheus.version, [
    [prometheus.queryUrl, prometheusQuestions(nowMs, 'milliseconds')],
    [
      prometheusSeconds.queryUrl,
      {
        'seconds-quantile': prometheusQuestions(nowMs, 'seconds')['quantile']!,
        'seconds-exemplars': prometheusQuestions(nowMs, 'seconds')['exemplars']!,
      },
    ],
  ]);
} finally {
  await Promise.all(stops.map((stop) => stop()));
}
