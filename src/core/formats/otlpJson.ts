import type { RejectedCount } from '../protocol.ts';
import { JsonReader } from './jsonReader.ts';
import type { DecodeLimits } from './limits.ts';
import { OtlpJsonDocument } from './otlpJsonDocument.ts';

/** A payload of another format in the one form that everything downstream reads: OTLP protobuf. */
export interface Transcoded {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Spans written; those rejected are not among them. */
  readonly spans: number;
  readonly rejected: readonly RejectedCount[];
}

/**
 * OTLP JSON as OTLP protobuf (mapping: opentelemetry-proto docs/specification.md "JSON Protobuf Encoding"), for what a receiver takes.
 * `{"result": ...}` (Jaeger v3) and `{"data": ...}` (Aspire) around it are looked through. Spans that cannot be kept are left out
 * and counted; what is no JSON of this kind throws `malformed`, too many spans `too-many`.
 */
export function otlpJsonToProto(json: Uint8Array, limits: DecodeLimits): Transcoded {
  const reader = new JsonReader(json, limits.maxDepth);
  const document = new OtlpJsonDocument(reader, limits.maxSpans, 'specified', 64 * 1024);
  reader.end();
  return { bytes: document.finish(), spans: document.spans, rejected: document.rejections.list };
}
