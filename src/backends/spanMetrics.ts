/** The metrics that something made from spans, as far as latencies need them. Names are the server's own. */
export interface SpanMetrics {
  /** What the durations are counted in: the classic histogram's `…_bucket`, or the native histogram itself. */
  readonly histogram: string;
  readonly isNative: boolean;
  readonly unitNs: number;
  /** The counter of spans by status. */
  readonly calls: string;
}

const MS = 1e6;
const S = 1e9;

/** How names end behind a namespace, and what they count in (protocols.md 3.4). In order of preference. */
const DURATIONS: readonly (readonly [name: RegExp, unitNs: number])[] = [
  [/^(|.*[._])duration_milliseconds$/, MS],
  [/^(|.*[._])duration_seconds$/, S],
  // Tempo's metrics generator counts in seconds, the collector's old processor in milliseconds.
  [/^(traces_spanmetrics_)latency$/, S],
  [/^(|.*[._])latency$/, MS],
  // Without units in names: the connector's own unit.
  [/^(|.*[._])duration$/, MS],
];
const CALLS = ['calls_total', 'calls'];
const BUCKET = '_bucket';

/** A regular expression of PromQL for the names of all that {@link spanMetricsOf} looks at. */
export const SPAN_METRIC_NAMES =
  '(.*[._])?(duration|duration_milliseconds|duration_seconds|latency)(_bucket)?|(.*[._])?calls(_total)?';

/** Namespaces of the connector (now, and with its names in UTF-8), of Tempo, and none as the connector had once; others come last. */
const NAMESPACES: readonly string[] = ['traces_span_metrics_', 'traces.span.metrics.', 'traces_spanmetrics_', ''];

/**
 * Finds metrics of spans among the names of a server. A histogram alone is none: `http_server_request_duration_seconds` is not made from
 * spans. It takes the counter of calls beside it, in the same namespace.
 */
export function spanMetricsOf(names: readonly string[]): SpanMetrics | undefined {
  const all = new Set(names);
  const found = names.flatMap((histogram) => {
    const isNative = !histogram.endsWith(BUCKET);
    const base = isNative ? histogram : histogram.slice(0, -BUCKET.length);
    // Where a server keeps both forms, the classic one is read.
    if (isNative && all.has(`${base}${BUCKET}`)) return [];
    for (const [order, [name, unitNs]] of DURATIONS.entries()) {
      const namespace = name.exec(base)?.[1];
      if (namespace === undefined) continue;
      const calls = CALLS.map((end) => `${namespace}${end}`).find((name) => all.has(name));
      if (calls === undefined) return [];
      const known = NAMESPACES.indexOf(namespace);
      const rank = (known < 0 ? NAMESPACES.length : known) * DURATIONS.length + order;
      return [{ rank, metrics: { histogram, isNative, unitNs, calls } }];
    }
    return [];
  });
  return found.sort((a, b) => a.rank - b.rank)[0]?.metrics;
}
