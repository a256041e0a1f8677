import { Problem } from '../problem.ts';
import type { RejectedCount, RejectReason } from '../protocol.ts';
import type { DecodeLimits } from './limits.ts';
import { otlpJsonToProto } from './otlpJson.ts';

/**
 * The Collector's file format: one OTLP JSON document a line, signals mixed, the last line cut where the writer was stopped.
 * Each line becomes a payload; one that is broken is counted and the others are kept.
 */
export function otlpJsonLinesToProto(
  text: Uint8Array,
  limits: DecodeLimits,
): { readonly payloads: readonly Uint8Array<ArrayBuffer>[]; readonly rejected: readonly RejectedCount[] } {
  const payloads: Uint8Array<ArrayBuffer>[] = [];
  const rejected = new Map<RejectReason, number>();
  const count = (reason: RejectReason, by: number): void => void rejected.set(reason, (rejected.get(reason) ?? 0) + by);
  let spans = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf(0x0a, start);
    const end = newline < 0 ? text.length : newline;
    const line = text.subarray(start, end);
    start = end + 1;
    if (isBlank(line)) continue;
    try {
      const result = otlpJsonToProto(line, { ...limits, maxSpans: limits.maxSpans - spans });
      spans += result.spans;
      for (const each of result.rejected) count(each.reason, each.count);
      if (result.spans > 0) payloads.push(result.bytes);
    } catch (thrown) {
      if (!(thrown instanceof Problem) || thrown.code === 'too-many') throw thrown;
      count('broken-line', 1);
    }
  }
  return { payloads, rejected: Array.from(rejected, ([reason, by]) => ({ reason, count: by })) };
}

function isBlank(line: Uint8Array): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
}
