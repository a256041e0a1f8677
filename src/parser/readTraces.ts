import type { Trace } from '../core/assemble.ts';
import type { DecodeLimits } from '../core/formats/limits.ts';
import type { Payloads } from '../core/formats/payloads.ts';
import { Rejections } from '../core/formats/rejections.ts';
import type { RejectedCount, TraceFormat } from '../core/protocol.ts';
import { TraceBuilder } from '../core/traceBuilder.ts';
import { readPayloads } from './readPayloads.ts';

export interface ReadTraces extends Pick<Payloads, 'notes'> {
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
  const read = readPayloads(chunks, format, limits);
  const builder = new TraceBuilder(limits);
  const rejections = new Rejections();
  rejections.addAll(read.rejected);
  for (const payload of read.payloads) builder.add(payload);
  rejections.addAll(builder.rejected);
  return { format: read.format, traces: builder.build(), rejected: rejections.list, notes: read.notes };
}
