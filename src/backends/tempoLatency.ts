import { Problem } from '../core/problem.ts';
import type { EpochRange } from '../core/timeWindow.ts';
import { wholeSeconds } from './epochTime.ts';
import type { BackendHttp, HttpRequest } from './http.ts';
import { listField } from './json.ts';
import type { LatencyQuery, LatencySource, OperationLatency } from './latencySource.ts';
import { LatencyTable, QUANTILES } from './latencyTable.ts';
import { NoEndpoint } from './noEndpoint.ts';
import { Refused } from './refused.ts';
import { tempoJson } from './tempoApi.ts';
import { tempoSeries, type TempoSeries } from './tempoSeries.ts';
import { goString } from './goString.ts';

const NS_PER_S = 1e9;
/** The longest range of TraceQL metrics unless Tempo is configured otherwise. */
const MAX_SECONDS = 86_400;
const MAX_EXEMPLARS = 100;

type Query = NonNullable<HttpRequest['query']>;

/** Latencies by TraceQL metrics, which Tempo computes from the traces it has. */
export class TempoLatency implements LatencySource {
  readonly id: string;
  readonly label: string;
  readonly #http: BackendHttp;

  constructor(id: string, label: string, http: BackendHttp) {
    this.id = id;
    this.label = label;
    this.#http = http;
  }

  /** Of a longer range the last day. */
  async latency(query: LatencyQuery, signal: AbortSignal): Promise<readonly OperationLatency[]> {
    const filter = filterOf(query);
    const quantiles = QUANTILES.map(([quantile]) => quantile).join(', ');
    const [durations, counts, exemplars] = await Promise.all([
      this.#series(`${filter} | quantile_over_time(duration, ${quantiles}) by (name, kind)`, query, signal),
      this.#series(`${filter} | count_over_time() by (name, kind, status)`, query, signal),
      this.#exemplars(`${filter} | quantile_over_time(duration, 0.95) by (name, kind)`, query, signal),
    ]);
    const table = new LatencyTable(query.service);
    for (const { name, kind, quantile, value } of durations) {
      const number = QUANTILES.find(([known]) => known === quantile)?.[1];
      if (number) table.add(name, kind, number, value * NS_PER_S);
    }
    for (const { name, kind, status, value } of counts) {
      table.add(name, kind, 'count', value);
      table.add(name, kind, 'errors', status === 'error' ? value : 0);
    }
    for (const { name, kind, exemplars: examples } of exemplars)
      for (const exemplar of examples) table.addExemplar(name, kind, exemplar);
    return table.rows();
  }

  /** One number over the whole time. Imitators know the range query alone, which is asked for one step. */
  async #series(q: string, { range }: LatencyQuery, signal: AbortSignal): Promise<readonly TempoSeries[]> {
    const { from, to } = lastDay(range);
    const query: Query = [
      ['q', q],
      ['start', String(from)],
      ['end', String(to)],
    ];
    try {
      return await this.#ask('/api/metrics/query', query, signal);
    } catch (thrown) {
      if (!(thrown instanceof NoEndpoint)) throw thrown;
    }
    try {
      return await this.#ask('/api/metrics/query_range', [...query, ['step', `${to - from}s`]], signal);
    } catch (thrown) {
      if (!(thrown instanceof NoEndpoint)) throw thrown;
      throw new Problem(
        'not-found',
        `${this.#http.who} has no TraceQL metrics, so it knows no latencies. Tempo has them since 2.4 (enable the metrics generator's local blocks before 3.0).`,
      );
    }
  }

  /** Nice to have: numbers without examples are numbers still. */
  async #exemplars(q: string, { range }: LatencyQuery, signal: AbortSignal): Promise<readonly TempoSeries[]> {
    const { from, to } = lastDay(range);
    const query: Query = [
      ['q', q],
      ['start', String(from)],
      ['end', String(to)],
      ['step', `${Math.max(1, Math.ceil((to - from) / 20))}s`],
      ['exemplars', String(MAX_EXEMPLARS)],
    ];
    try {
      return await this.#ask('/api/metrics/query_range', query, signal);
    } catch (thrown) {
      if (thrown instanceof NoEndpoint || thrown instanceof Refused) return [];
      throw thrown;
    }
  }

  async #ask(path: string, query: Query, signal: AbortSignal): Promise<readonly TempoSeries[]> {
    const json = await tempoJson(this.#http, { path, query }, ['series'], signal);
    return listField(json, 'series').map(tempoSeries);
  }
}

function filterOf({ service, operation }: LatencyQuery): string {
  const named = operation === undefined ? '' : ` && name = ${goString(operation)}`;
  return `{ resource.service.name = ${goString(service)}${named} }`;
}

function lastDay(range: EpochRange): { readonly from: number; readonly to: number } {
  const { from, to } = wholeSeconds(range);
  return { from: Math.max(from, to - MAX_SECONDS), to };
}
