import { FILE_LIMITS } from '../../../src/core/formats/limits.ts';
import { splitByTrace } from '../../../src/core/formats/splitByTrace.ts';
import type { Store } from '../../../src/collector/store/store.ts';

const ALL = 1_000_000_000;

/** How often each span can be read back from a store, by `trace:span`. */
export function readSpanKeys(store: Store): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { traceId } of store.list({ limit: ALL })) {
    for (const chunk of store.trace(traceId)) {
      const { chunks } = splitByTrace(new Uint8Array(chunk), FILE_LIMITS, () => true);
      for (const span of chunks.flatMap(({ spans }) => spans)) {
        const key = `${span.traceId}:${span.spanId}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  return counts;
}
