import type { OperationLatency } from '../backends/latencySource.ts';
import type { LatencyStats } from '../core/latencyProtocol.ts';

/** What a backend counted for an operation of a function. */
export interface RemoteLatency {
  /** For people: the backend's name. */
  readonly source: string;
  readonly operation: OperationLatency;
}

/** What is known of calls: of those a backend counted it may not be all. */
export type KnownStats = Pick<LatencyStats, 'count' | 'errors'> & {
  readonly [Key in 'p50Ns' | 'p95Ns' | 'p99Ns' | 'maxNs' | 'sumNs']: number | undefined;
};

/** Numbers for a lens, and who counted them: `undefined` for the local store. */
export interface ShownLatency {
  readonly stats: KnownStats;
  readonly source: string | undefined;
}

/**
 * Whose numbers a lens shows. Percentiles of different counts cannot be added, so one source's are shown and named:
 * 1. the local store's, when it has calls enough for percentiles;
 * 2. otherwise the backend's that counted most calls, when the function is one operation there and it knows its percentiles;
 * 3. otherwise what the local store has.
 */
export function shownLatency(
  local: LatencyStats | undefined,
  remote: readonly RemoteLatency[],
  minimumCount: number,
): ShownLatency | undefined {
  if (local && local.count >= minimumCount) return { stats: local, source: undefined };
  const known = remote
    .flatMap(({ source, operation }) => {
      const stats = statsOf(operation);
      return stats && stats.count >= minimumCount ? [{ source, stats }] : [];
    })
    .toSorted((a, b) => b.stats.count - a.stats.count);
  const bySource = Map.groupBy(known, ({ source }) => source);
  const best = known.find(({ source }) => bySource.get(source)!.length === 1);
  if (best) return best;
  return local && { stats: local, source: undefined };
}

function statsOf({ count, errors, p50Ns, p95Ns, p99Ns }: OperationLatency): KnownStats | undefined {
  if (count === undefined || p95Ns === undefined) return undefined;
  return { count, errors: errors ?? 0, p50Ns, p95Ns, p99Ns, maxNs: undefined, sumNs: undefined };
}
