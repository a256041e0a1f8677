import { parseSpanId, parseTraceId } from '../core/ids.ts';
import type { BackendHttp, HttpRequest } from './http.ts';
import { field, listField, parseJson, textField } from './json.ts';
import type { LatencyExemplar } from './latencySource.ts';
import { NoEndpoint } from './noEndpoint.ts';
import { smallJson } from './smallJson.ts';
import { stringList } from './stringList.ts';

/** A number and the labels it is for. */
export interface PromSample {
  readonly labels: object;
  readonly value: number;
}

export interface PromExemplar {
  readonly labels: object;
  /** In the metric's unit, as `durationNs`. */
  readonly exemplar: LatencyExemplar;
}

type Params = NonNullable<HttpRequest['query']>;

/** The HTTP API of Prometheus and its kin (Mimir, Thanos, VictoriaMetrics): an envelope with `status` and `data`. */
export class PrometheusApi {
  readonly #http: BackendHttp;

  constructor(http: BackendHttp) {
    this.#http = http;
  }

  /** Names of the metrics that fit an expression. */
  async names(selector: string, params: Params, signal: AbortSignal): Promise<readonly string[]> {
    const data = await this.#data('/api/v1/label/__name__/values', [['match[]', selector], ...params], signal);
    return stringList(data, this.#http.who, 'metrics');
  }

  async labels(selector: string, params: Params, signal: AbortSignal): Promise<readonly string[]> {
    const data = await this.#data('/api/v1/labels', [['match[]', selector], ...params], signal);
    return stringList(data, this.#http.who, 'labels');
  }

  /** The expression at one time, in seconds; values that are no numbers (`NaN`) stay so. */
  async query(expression: string, time: number, signal: AbortSignal): Promise<readonly PromSample[]> {
    const params: Params = [
      ['query', expression],
      ['time', String(time)],
    ];
    const data = await this.#data('/api/v1/query', params, signal);
    return listField(data, 'result').map((entry) => {
      const value = field(entry, 'value');
      const text: unknown = Array.isArray(value) ? value[1] : undefined;
      return { labels: metricOf(entry, 'metric'), value: typeof text === 'string' ? Number(text) : NaN };
    });
  }

  async exemplars(
    selector: string,
    params: Params,
    unitNs: number,
    signal: AbortSignal,
  ): Promise<readonly PromExemplar[]> {
    const data = await this.#data('/api/v1/query_exemplars', [['query', selector], ...params], signal);
    const series = Array.isArray(data) ? (data as readonly unknown[]) : [];
    return series.flatMap((entry) => {
      const labels = metricOf(entry, 'seriesLabels');
      return listField(entry, 'exemplars').flatMap((raw) => {
        const exemplar = exemplarOf(raw, unitNs);
        return exemplar ? [{ labels, exemplar }] : [];
      });
    });
  }

  async #data(path: string, query: Params, signal: AbortSignal): Promise<unknown> {
    const json = await smallJson(this.#http, { path, query }, isPrometheusError, signal);
    if (textField(json, 'status') !== 'success') throw new NoEndpoint(this.#http.who, path, { kind: 'other' });
    return field(json, 'data');
  }
}

/** `{"status":"error","errorType":…,"error":…}`. */
function isPrometheusError(body: string): boolean {
  return textField(parseJson(body), 'status') === 'error';
}

function metricOf(entry: unknown, key: string): object {
  const labels = field(entry, key);
  return typeof labels === 'object' && labels !== null ? labels : {};
}

/** The label's name is the sender's choice. */
const TRACE_LABELS = ['trace_id', 'traceID', 'traceId'];
const SPAN_LABELS = ['span_id', 'spanID', 'spanId'];

function exemplarOf(raw: unknown, unitNs: number): LatencyExemplar | undefined {
  const labels = field(raw, 'labels');
  const first = (names: readonly string[]): string => names.map((name) => textField(labels, name)).find(Boolean) ?? '';
  const traceId = parseTraceId(first(TRACE_LABELS));
  const value = Number(field(raw, 'value'));
  const seconds = Number(field(raw, 'timestamp'));
  if (!traceId || !(value >= 0) || !Number.isFinite(value) || !(seconds > 0 && seconds < 1e11)) return undefined;
  return {
    traceId,
    spanId: parseSpanId(first(SPAN_LABELS)),
    durationNs: value * unitNs,
    epochNs: BigInt(Math.round(seconds * 1000)) * 1_000_000n,
  };
}
