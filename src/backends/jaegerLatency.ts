import { Problem } from '../core/problem.ts';
import { SPAN_KINDS } from '../core/span.ts';
import type { BackendHttp } from './http.ts';
import { isJaegerError } from './jaegerError.ts';
import { field, listField, textField } from './json.ts';
import type { LatencyQuery, LatencySource, OperationLatency } from './latencySource.ts';
import { LatencyTable, QUANTILES } from './latencyTable.ts';
import { NoEndpoint } from './noEndpoint.ts';
import { Refused } from './refused.ts';
import { smallJson } from './smallJson.ts';

const NS_PER_MS = 1_000_000;

/** Jaeger's Service Performance Monitoring: numbers that it reads from a metrics store, where one is configured. */
export class JaegerLatency implements LatencySource {
  readonly id: string;
  readonly label: string;
  readonly #http: BackendHttp;

  constructor(id: string, label: string, http: BackendHttp) {
    this.id = id;
    this.label = label;
    this.#http = http;
  }

  async latency(query: LatencyQuery, signal: AbortSignal): Promise<readonly OperationLatency[]> {
    const seconds = Number(query.range.toEpochNs - query.range.fromEpochNs) / 1e9;
    const ask = (path: string, quantile?: number): Promise<ReadonlyMap<string, number>> =>
      this.#numbers(path, query, quantile, signal);
    const [calls, errors, ...quantiles] = await Promise.all([
      ask('/api/metrics/calls'),
      ask('/api/metrics/errors'),
      ...QUANTILES.map(([quantile]) => ask('/api/metrics/latencies', quantile)),
    ]);
    const table = new LatencyTable(query.service);
    for (const [operation, perSecond] of calls) {
      table.add(operation, undefined, 'count', perSecond * seconds);
      // Errors come as the part of the calls that failed.
      table.add(operation, undefined, 'errors', (errors.get(operation) ?? 0) * perSecond * seconds);
    }
    for (const [index, [, name]] of QUANTILES.entries())
      for (const [operation, ms] of quantiles[index]!) table.add(operation, undefined, name, ms * NS_PER_MS);
    const rows = table.rows();
    return query.operation === undefined ? rows : rows.filter(({ operation }) => operation === query.operation);
  }

  /** By operation. */
  async #numbers(
    path: string,
    { service, range }: LatencyQuery,
    quantile: number | undefined,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, number>> {
    const endMs = range.toEpochNs / BigInt(NS_PER_MS);
    const lookbackMs = String(endMs - range.fromEpochNs / BigInt(NS_PER_MS));
    const params: readonly (readonly [string, string])[] = [
      ['service', service],
      ['groupByOperation', 'true'],
      ['endTs', String(endMs)],
      ['lookback', lookbackMs],
      // One number over the whole time.
      ['step', lookbackMs],
      ['ratePer', lookbackMs],
      // Left out it is server spans alone.
      ...SPAN_KINDS.map((kind) => ['spanKind', kind] as const),
      ...(quantile === undefined ? [] : ([['quantile', String(quantile)]] as const)),
    ];
    try {
      const json = await smallJson(this.#http, { path, query: params }, isJaegerError, signal);
      return new Map(listField(json, 'metrics').map((metric) => [operationOf(metric), lastOf(metric)]));
    } catch (thrown) {
      throw isWithoutMetrics(thrown) ? this.#noMetrics() : thrown;
    }
  }

  #noMetrics(): Problem {
    return new Problem(
      'not-found',
      `${this.#http.who} has no metrics store, so it knows no latencies. Configure one for Jaeger's Monitor tab (a Prometheus that the spanmetrics connector writes to), or add that Prometheus as a backend of its own.`,
    );
  }
}

/** 501, 405 of old servers, or no such call at all (imitators). */
function isWithoutMetrics(thrown: unknown): boolean {
  if (thrown instanceof Refused) return thrown.status === 501 || thrown.status === 405;
  return thrown instanceof NoEndpoint;
}

function operationOf(metric: unknown): string {
  const label = listField(metric, 'labels').find((label) => textField(label, 'name') === 'operation');
  return textField(label, 'value');
}

/** Points come oldest first; what Jaeger could not compute is NaN, which JSON spells as a text. */
function lastOf(metric: unknown): number {
  const values = listField(metric, 'metricPoints')
    .map((point) => field(field(point, 'gaugeValue'), 'doubleValue'))
    .filter((value) => typeof value === 'number');
  return values.at(-1) ?? NaN;
}
