import { parseSpanId, parseTraceId } from '../core/ids.ts';
import type { SpanKind } from '../core/span.ts';
import { field, listField, textField } from './json.ts';
import type { LatencyExemplar } from './latencySource.ts';
import { spanKindOf } from './spanKindOf.ts';

/** One series of a TraceQL metrics query, read. */
export interface TempoSeries {
  readonly name: string;
  readonly kind: SpanKind | undefined;
  readonly status: string;
  readonly quantile: number | undefined;
  /** The number of an instant query, or the last of a range query; NaN when there is none. Durations are seconds. */
  readonly value: number;
  readonly exemplars: readonly LatencyExemplar[];
}

const NS_PER_S = 1e9;

/** Versions call the same thing `name` and `span:name`. */
export function tempoSeries(series: unknown): TempoSeries {
  const values = new Map(
    listField(series, 'labels').map((label) => [textField(label, 'key').replace(/^span:/, ''), field(label, 'value')]),
  );
  const text = (key: string): string => textField(values.get(key), 'stringValue');
  const quantile = field(values.get('p'), 'doubleValue');
  return {
    name: text('name'),
    kind: spanKindOf(text('kind')),
    status: text('status'),
    quantile: typeof quantile === 'number' ? quantile : undefined,
    value: valueOf(series),
    exemplars: listField(series, 'exemplars')
      .map(exemplarOf)
      .filter((exemplar) => exemplar !== undefined),
  };
}

function valueOf(series: unknown): number {
  const value = field(series, 'value') ?? field(listField(series, 'samples').at(-1), 'value');
  return typeof value === 'number' ? value : NaN;
}

function exemplarOf(entry: unknown): LatencyExemplar | undefined {
  // Named after what TraceQL calls the IDs, in any of its versions.
  const label = (...keys: readonly string[]): string => {
    const found = listField(entry, 'labels').find((label) => keys.includes(textField(label, 'key')));
    return textField(field(found, 'value'), 'stringValue');
  };
  const traceId = parseTraceId(label('trace:id', 'traceID'));
  const [value, epochMs] = [field(entry, 'value'), textField(entry, 'timestampMs')];
  if (!traceId || typeof value !== 'number' || !Number.isFinite(value) || !/^\d{1,15}$/.test(epochMs)) return undefined;
  return {
    traceId,
    spanId: parseSpanId(label('span:id', 'spanID')),
    durationNs: value * NS_PER_S,
    epochNs: BigInt(epochMs) * 1_000_000n,
  };
}
