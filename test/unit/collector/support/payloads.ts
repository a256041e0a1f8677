import { RECEIVER_LIMITS } from '../../../../src/core/formats/limits.ts';
import { otlpJsonToProto } from '../../../../src/core/formats/otlpJson.ts';
import type { SpanId, TraceId } from '../../../../src/core/ids.ts';

/** 2025-11-20T00:00:00Z. */
export const EPOCH_NS = 1_763_596_800_000_000_000n;

export interface SpanSpec {
  readonly trace?: number;
  readonly id?: number;
  readonly parent?: number;
  readonly name?: string;
  /** From EPOCH_NS. */
  readonly startNs?: number;
  readonly durationNs?: number;
  /** OTLP number. */
  readonly kind?: number;
  readonly error?: boolean;
  readonly file?: string;
  readonly line?: number;
  readonly functionName?: string;
  /** Numbers of traces and spans. */
  readonly links?: readonly (readonly [trace: number, span: number])[];
}

/** A resource with its spans. */
export interface Batch {
  readonly service: string;
  readonly version?: string;
  readonly spans: readonly SpanSpec[];
}

export function traceId(number: number): TraceId {
  return `ab${number.toString(16).padStart(30, '0')}` as TraceId;
}

export function spanId(number: number): SpanId {
  return `cd${number.toString(16).padStart(14, '0')}` as SpanId;
}

export function spanJson(spec: SpanSpec): object {
  const startNs = EPOCH_NS + BigInt(spec.startNs ?? 0);
  const attributes = [
    ...(spec.file === undefined ? [] : [{ key: 'code.file.path', value: { stringValue: spec.file } }]),
    ...(spec.line === undefined ? [] : [{ key: 'code.line.number', value: { intValue: String(spec.line) } }]),
    ...(spec.functionName === undefined
      ? []
      : [{ key: 'code.function.name', value: { stringValue: spec.functionName } }]),
  ];
  return {
    traceId: traceId(spec.trace ?? 1),
    spanId: spanId(spec.id ?? 1),
    ...(spec.parent === undefined ? {} : { parentSpanId: spanId(spec.parent) }),
    name: spec.name ?? 'operation',
    kind: spec.kind ?? 2,
    startTimeUnixNano: String(startNs),
    endTimeUnixNano: String(startNs + BigInt(spec.durationNs ?? 1_000_000)),
    attributes,
    links: (spec.links ?? []).map(([trace, span]) => ({ traceId: traceId(trace), spanId: spanId(span) })),
    status: spec.error ? { code: 2 } : {},
  };
}

export function resourceJson(service: string, spans: readonly object[], version?: string): object {
  const attributes = [
    { key: 'service.name', value: { stringValue: service } },
    ...(version === undefined ? [] : [{ key: 'service.version', value: { stringValue: version } }]),
  ];
  return {
    resource: { attributes },
    scopeSpans: [{ scope: { name: 'test' }, spans }],
  };
}

/** An ExportTraceServiceRequest in OTLP JSON. */
export function exportJson(...batches: readonly Batch[]): object {
  return {
    resourceSpans: batches.map(({ service, version, spans }) => resourceJson(service, spans.map(spanJson), version)),
  };
}

export function jsonBytes(payload: unknown): Buffer {
  return Buffer.from(JSON.stringify(payload));
}

export function protoBytes(payload: object): Buffer {
  return Buffer.from(otlpJsonToProto(jsonBytes(payload), RECEIVER_LIMITS).bytes);
}
