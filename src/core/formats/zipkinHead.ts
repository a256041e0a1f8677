import type { SpanId, TraceId } from '../ids.ts';
import type { ZipkinSpan } from './zipkinSpan.ts';

/** What of a report decides where it belongs; the rest is read again from `bytes[start, end)` when its span is written. */
export interface ZipkinHead {
  readonly traceId: TraceId;
  readonly id: SpanId;
  readonly parentId: SpanId | undefined;
  readonly kind: string;
  readonly shared: boolean;
  readonly service: string;
  readonly ip: string;
  readonly startNs: bigint | undefined;
  readonly start: number;
  readonly end: number;
}

export function zipkinHeadOf(span: ZipkinSpan, start: number, end: number): ZipkinHead {
  const { traceId, id, parentId, kind, shared, startNs } = span;
  return { traceId, id, parentId, kind, shared, service: span.local.service, ip: span.local.ip, startNs, start, end };
}

/** An order that depends on what the reports say alone: by start, those without one last, then by their bytes. */
export function compareZipkinHeads(bytes: Uint8Array): (a: ZipkinHead, b: ZipkinHead) => number {
  return (a, b) => {
    if (a.startNs !== b.startNs) {
      if (a.startNs === undefined) return 1;
      if (b.startNs === undefined) return -1;
      return a.startNs < b.startNs ? -1 : 1;
    }
    const length = Math.min(a.end - a.start, b.end - b.start);
    for (let i = 0; i < length; i++) {
      const difference = bytes[a.start + i]! - bytes[b.start + i]!;
      if (difference !== 0) return difference;
    }
    return a.end - a.start - (b.end - b.start);
  };
}
