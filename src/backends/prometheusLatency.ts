import { Problem } from '../core/problem.ts';
import type { EpochRange } from '../core/timeWindow.ts';
import { wholeSeconds } from './epochTime.ts';
import { goString } from './goString.ts';
import { textField } from './json.ts';
import type { LatencyQuery, LatencySource, OperationLatency } from './latencySource.ts';
import { LatencyTable, QUANTILES } from './latencyTable.ts';
import { NoEndpoint } from './noEndpoint.ts';
import type { PrometheusApi, PromExemplar, PromSample } from './prometheusApi.ts';
import { promLabel, promSelector } from './promql.ts';
import { Refused } from './refused.ts';
import { spanKindOf } from './spanKindOf.ts';
import { spanLabelsOf, type SpanLabels } from './spanLabels.ts';
import { SPAN_METRIC_NAMES, spanMetricsOf, type SpanMetrics } from './spanMetrics.ts';

/** How the metrics of spans are named on a server. */
interface Naming extends SpanMetrics {
  readonly labels: SpanLabels;
}

/** Names that have not been written for a day are of something that is no longer there. */
const SINCE_SECONDS = 86_400;
const ERROR = /^(?:STATUS_CODE_)?ERROR$/i;

/** Latencies out of a histogram, whichever way its metrics are named: that is found out once. */
export class PrometheusLatency implements LatencySource {
  readonly id: string;
  readonly label: string;
  readonly #who: string;
  readonly #api: PrometheusApi;
  #naming: Naming | undefined;

  constructor(id: string, label: string, who: string, api: PrometheusApi) {
    this.id = id;
    this.label = label;
    this.#who = who;
    this.#api = api;
  }

  async latency(query: LatencyQuery, signal: AbortSignal): Promise<readonly OperationLatency[]> {
    const naming = await this.discover(signal);
    const { labels, unitNs } = naming;
    const expressions = new Expressions(naming, query);
    const { to } = wholeSeconds(query.range);
    const ask = (expression: string): Promise<readonly PromSample[]> => this.#api.query(expression, to, signal);
    const [calls, exemplars, ...quantiles] = await Promise.all([
      ask(expressions.calls()),
      this.#exemplars(expressions.series, query.range, unitNs, signal),
      ...QUANTILES.map(([quantile]) => ask(expressions.quantile(quantile))),
    ]);
    const table = new LatencyTable(query.service);
    const operationOf = (of: object): string => textField(of, labels.operation);
    const kindOf = (of: object): ReturnType<typeof spanKindOf> => spanKindOf(textField(of, labels.kind ?? ''));
    for (const { labels: of, value } of calls) {
      table.add(operationOf(of), kindOf(of), 'count', value);
      if (labels.status === undefined) continue;
      table.add(operationOf(of), kindOf(of), 'errors', ERROR.test(textField(of, labels.status)) ? value : 0);
    }
    for (const [index, [, name]] of QUANTILES.entries())
      for (const { labels: of, value } of quantiles[index]!)
        table.add(operationOf(of), kindOf(of), name, value * unitNs);
    for (const { labels: of, exemplar } of exemplars) table.addExemplar(operationOf(of), kindOf(of), exemplar);
    return table.rows();
  }

  /** @throws {Problem} `not-found` when the server has no metrics of spans */
  async discover(signal: AbortSignal): Promise<Naming> {
    if (this.#naming) return this.#naming;
    const now = Math.ceil(Date.now() / 1000);
    const since = timeParams(now - SINCE_SECONDS, now);
    const names = await this.#api.names(`{__name__=~${goString(SPAN_METRIC_NAMES)}}`, since, signal);
    const metrics = spanMetricsOf(names);
    const labels = metrics && spanLabelsOf(await this.#api.labels(promSelector(metrics.histogram, []), since, signal));
    if (!metrics || !labels)
      throw new Problem(
        'not-found',
        `${this.#who} has no metrics made from spans, so it knows no latencies. Add the spanmetrics connector to the collector, or the metrics generator to Tempo.`,
      );
    return (this.#naming = { ...metrics, labels });
  }

  /** Nice to have, and not kept by every server. */
  async #exemplars(
    series: string,
    range: EpochRange,
    unitNs: number,
    signal: AbortSignal,
  ): Promise<readonly PromExemplar[]> {
    const { from, to } = wholeSeconds(range);
    try {
      return await this.#api.exemplars(series, timeParams(from, to), unitNs, signal);
    } catch (thrown) {
      if (thrown instanceof NoEndpoint || thrown instanceof Refused) return [];
      throw thrown;
    }
  }
}

/** What is asked, in PromQL. */
class Expressions {
  /** The durations of the service, and of one operation if it is asked for. */
  readonly series: string;
  readonly #naming: Naming;
  readonly #matchers: readonly (readonly [string, string])[];
  readonly #window: string;

  constructor(naming: Naming, { service, operation, range }: LatencyQuery) {
    const { labels } = naming;
    this.#naming = naming;
    this.#matchers = [
      [labels.service, service],
      ...(operation === undefined ? [] : ([[labels.operation, operation]] as const)),
    ];
    this.series = promSelector(naming.histogram, this.#matchers);
    const { from, to } = wholeSeconds(range);
    this.#window = `[${to - from}s]`;
  }

  quantile(quantile: number): string {
    const by = this.#by(this.#naming.isNative ? [] : ['le']);
    return `histogram_quantile(${quantile}, sum by (${by}) (increase(${this.series}${this.#window})))`;
  }

  calls(): string {
    const { calls, labels } = this.#naming;
    const by = this.#by(labels.status === undefined ? [] : [labels.status]);
    return `sum by (${by}) (increase(${promSelector(calls, this.#matchers)}${this.#window}))`;
  }

  #by(more: readonly string[]): string {
    const { operation, kind } = this.#naming.labels;
    return [operation, ...(kind === undefined ? [] : [kind]), ...more].map(promLabel).join(', ');
  }
}

function timeParams(from: number, to: number): readonly (readonly [string, string])[] {
  return [
    ['start', String(from)],
    ['end', String(to)],
  ];
}
