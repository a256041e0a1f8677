import type { Trace } from '../core/assemble.ts';
import { detect } from '../core/formats/detect.ts';
import { jaegerJsonToProto } from '../core/formats/jaegerJson.ts';
import type { DecodeLimits } from '../core/formats/limits.ts';
import { otlpJsonToProto } from '../core/formats/otlpJson.ts';
import { otlpJsonLinesToProto } from '../core/formats/otlpJsonLines.ts';
import type { RejectedCount, TraceFormat } from '../core/protocol.ts';
import { TraceBuilder } from '../core/traceBuilder.ts';
import { inflate } from './inflate.ts';

export interface ReadTraces {
  readonly format: TraceFormat;
  readonly traces: readonly Trace[];
  readonly rejected: readonly RejectedCount[];
}

/** Traces out of chunks of any known format, gzip or not. Without `format` the first chunk decides. Throws Problems. */
export function readTraces(
  chunks: readonly Uint8Array[],
  format: TraceFormat | undefined,
  limits: DecodeLimits,
): ReadTraces {
  const plain = chunks.map(inflate);
  const known = format ?? detect(plain[0] ?? new Uint8Array(), limits);
  const builder = new TraceBuilder(limits);
  const rejected: RejectedCount[] = [];
  for (const bytes of plain) {
    const payloads = payloadsOf(bytes, known, limits);
    rejected.push(...payloads.rejected);
    for (const payload of payloads.payloads) builder.add(payload);
  }
  return { format: known, traces: builder.build(), rejected: [...rejected, ...builder.rejected] };
}

interface Payloads {
  readonly payloads: readonly Uint8Array[];
  readonly rejected: readonly RejectedCount[];
}

function payloadsOf(bytes: Uint8Array, format: TraceFormat, limits: DecodeLimits): Payloads {
  switch (format) {
    case 'otlp-protobuf':
      return { payloads: [bytes], rejected: [] };
    case 'otlp-json': {
      const { bytes: payload, rejected } = otlpJsonToProto(bytes, limits);
      return { payloads: [payload], rejected };
    }
    case 'otlp-jsonl':
      return otlpJsonLinesToProto(bytes, limits);
    case 'jaeger-json': {
      const { bytes: payload, rejected } = jaegerJsonToProto(bytes, limits);
      return { payloads: [payload], rejected };
    }
  }
}
