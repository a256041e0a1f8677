import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LatencySource, OperationLatency } from '../../src/backends/latencySource.ts';
import type { SpanDetail } from '../../src/core/span.ts';
import { eventually } from '../support/eventually.ts';
import { startCollector, type Collector } from '../support/servers/startCollector.ts';
import { startJaeger, type Jaeger } from '../support/servers/startJaeger.ts';
import { startPrometheus, type Prometheus } from '../support/servers/startPrometheus.ts';
import { problemFrom } from '../unit/backends/problemFrom.ts';
import { serverAt } from './support/backendAt.ts';
import { readSpans } from './support/readSpans.ts';
import { newRow, writeRow, type ResultRow } from './support/resultRow.ts';
import { send, shopTraces, type SentTraces } from './support/sentTraces.ts';

const signal = new AbortController().signal;

describe.each([
  ['ms', 'Prometheus, span metrics in ms'],
  ['s', 'Prometheus, span metrics in s'],
] as const)('span metrics of the Collector in %s', (unit, title) => {
  let collector: Collector;
  let prometheus: Prometheus;
  let jaeger: Jaeger;
  let sent: SentTraces;
  let row: ResultRow;
  let spans: readonly SpanDetail[];

  beforeAll(async () => {
    collector = await startCollector({ spanMetrics: { unit, flushIntervalMs: 1000 } });
    prometheus = await startPrometheus({ scrape: [collector.metricsUrl!], scrapeIntervalMs: 300 });
    jaeger = await startJaeger({ prometheusUrl: prometheus.queryUrl, metricsUnit: unit });
    row = newRow(title, prometheus.version);
    // Twice, some scrapes apart: a counter that begins with its first value has not grown yet.
    for (let round = 0; round < 2; round++) {
      sent = shopTraces(Date.now());
      await send(sent, collector.otlpUrl);
      await new Promise((resolve) => {
        setTimeout(resolve, 3000);
      });
    }
    const chunks = sent.bodies.map((body) => new TextEncoder().encode(body).buffer);
    spans = sent.traceIds.flatMap((traceId) => readSpans({ format: 'otlp-json', chunks }, traceId));
  });

  afterAll(async () => {
    writeRow(row);
    await jaeger?.stop();
    await prometheus?.stop();
    await collector?.stop();
  });

  async function ask(source: LatencySource): Promise<readonly OperationLatency[]> {
    const now = BigInt(Date.now()) * 1_000_000n;
    const range = { fromEpochNs: now - 600_000_000_000n, toEpochNs: now };
    return eventually('latencies', async () => {
      const all = await source.latency({ service: 'orders', range }, signal);
      return all.length > 0 && all.every(({ p95Ns }) => p95Ns !== undefined) ? all : undefined;
    });
  }

  test('the latency of every operation, in its unit', async () => {
    const latencies = await ask(serverAt('prometheus', prometheus.queryUrl).latency!);
    const orders = spans.filter(({ service }) => service === 'orders');
    expect(new Set(latencies.map(({ operation }) => operation))).toEqual(new Set(orders.map(({ name }) => name)));
    for (const { operation, kind, p50Ns, p99Ns } of latencies) {
      const durations = orders
        .filter((span) => span.name === operation && span.kind === kind)
        .map(({ durationNs }) => durationNs);
      // A histogram tells a percentile only to its bucket: 2 ms is the first bound, each next at most 5 times the one before.
      const slowest = Math.max(...durations, 2e6);
      expect(p99Ns, operation).toBeLessThanOrEqual(slowest * 5);
      expect(p50Ns, operation).toBeLessThanOrEqual(p99Ns!);
      expect(p50Ns, operation).toBeGreaterThan(0);
    }
    row.searches++;
  });

  test('errors are counted', async () => {
    const latencies = await ask(serverAt('prometheus', prometheus.queryUrl).latency!);
    const failed = new Set(
      spans.filter(({ service, status }) => service === 'orders' && status === 'error').map(({ name }) => name),
    );
    for (const { operation, errors } of latencies) {
      if (failed.has(operation)) expect(errors, operation).toBeGreaterThan(0);
      else expect(errors ?? 0, operation).toBe(0);
    }
    row.searches++;
  });

  test('exemplars name traces that were sent', async () => {
    const latencies = await ask(serverAt('prometheus', prometheus.queryUrl).latency!);
    const exemplars = latencies.flatMap(({ exemplars }) => exemplars);
    expect(exemplars.length).toBeGreaterThan(0);
    const known = exemplars.filter(({ traceId }) => sent.traceIds.includes(traceId));
    for (const { traceId, spanId, durationNs } of known) {
      const span = spans.find((one) => one.traceId === traceId && one.spanId === spanId)!;
      expect(Math.abs(durationNs - span.durationNs)).toBeLessThan(1000);
    }
    expect(known.length).toBeGreaterThan(0);
    row.searches++;
  });

  test("Jaeger's own reading of the same metrics", async () => {
    const latencies = await ask(serverAt('jaeger', jaeger.queryUrl).latency!);
    const names = new Set(
      spans.filter(({ service, kind }) => service === 'orders' && kind === 'server').map(({ name }) => name),
    );
    expect(latencies.map(({ operation }) => operation)).toEqual(expect.arrayContaining([...names]));
    const slowest = Math.max(...spans.map(({ durationNs }) => durationNs), 2e6);
    for (const { p95Ns } of latencies) expect(p95Ns).toBeLessThanOrEqual(slowest * 5);
    row.searches++;
  });

  test('a service that is not there has no latencies', async () => {
    const source = serverAt('prometheus', prometheus.queryUrl).latency!;
    const now = BigInt(Date.now()) * 1_000_000n;
    const range = { fromEpochNs: now - 60_000_000_000n, toEpochNs: now };
    expect(await source.latency({ service: 'no"body\\', range }, signal)).toEqual([]);
    row.searches++;
  });

  test('another server at its address', async () => {
    const problem = await problemFrom(serverAt('prometheus', collector.otlpUrl).health(signal));
    expect(problem.code).toBe('unsupported');
    row.errors++;
  });
});
