import { detect } from '../core/formats/detect.ts';
import type { DecodeLimits } from '../core/formats/limits.ts';
import type { Payloads } from '../core/formats/payloads.ts';
import { Rejections } from '../core/formats/rejections.ts';
import type { TraceFormat } from '../core/protocol.ts';
import { payloadsOf } from './payloadsOf.ts';
import { plainBytes } from './plainBytes.ts';

/** Chunks of any known format, gzip or not, as OTLP protobuf. Without `format` the first chunk decides. Throws Problems. */
export function readPayloads(
  chunks: readonly Uint8Array[],
  format: TraceFormat | undefined,
  limits: DecodeLimits,
): Payloads & { readonly format: TraceFormat } {
  const plain = chunks.map(plainBytes);
  const known = format ?? detect(plain[0] ?? new Uint8Array(), limits);
  const payloads: Uint8Array[] = [];
  const rejections = new Rejections();
  const notes = new Set<string>();
  for (const bytes of plain) {
    const read = payloadsOf(bytes, known, limits);
    rejections.addAll(read.rejected);
    for (const note of read.notes) notes.add(note);
    payloads.push(...read.payloads);
  }
  return { format: known, payloads, rejected: rejections.list, notes: [...notes] };
}
