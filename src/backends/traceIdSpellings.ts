import type { TraceId } from '../core/ids.ts';

/** How servers that compare IDs as texts may know one: 64-bit IDs were sent without the zeros in front. */
export function traceIdSpellings(traceId: TraceId): readonly string[] {
  return traceId.startsWith('0'.repeat(16)) ? [traceId, traceId.slice(16)] : [traceId];
}
