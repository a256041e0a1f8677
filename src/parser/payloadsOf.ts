import { jaegerJsonToProto } from '../core/formats/jaegerJson.ts';
import type { DecodeLimits } from '../core/formats/limits.ts';
import { otlpJsonDocumentsToProto } from '../core/formats/otlpJsonDocuments.ts';
import { otlpProtoFramesToPayloads } from '../core/formats/otlpProtoFrames.ts';
import type { Payloads } from '../core/formats/payloads.ts';
import { tempoProtoToPayloads } from '../core/formats/tempoProto.ts';
import { zipkinJsonToProto } from '../core/formats/zipkinJson.ts';
import type { TraceFormat } from '../core/protocol.ts';

/** Bytes of a known format in the form that everything downstream reads. Throws Problems. */
export function payloadsOf(bytes: Uint8Array, format: TraceFormat, limits: DecodeLimits): Payloads {
  switch (format) {
    case 'otlp-protobuf':
      return { payloads: [bytes], rejected: [], notes: [] };
    case 'otlp-protobuf-frames':
      return otlpProtoFramesToPayloads(bytes);
    case 'tempo-proto':
      return tempoProtoToPayloads(bytes);
    case 'otlp-json':
    case 'otlp-jsonl':
    case 'tempo-json':
      return otlpJsonDocumentsToProto(bytes, limits);
    case 'jaeger-json':
      return jaegerJsonToProto(bytes, limits);
    case 'zipkin-json':
      return zipkinJsonToProto(bytes, limits);
  }
}
