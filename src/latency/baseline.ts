import type { LatencyStats } from '../core/latencyProtocol.ts';

/** What latency is compared with. */
export interface Baseline {
  /** For people, after "since": `1.2.0`, `the snapshot`. */
  readonly label: string;
  readonly stats: LatencyStats;
}

/** Of fewer calls the 95th percentile is one or two of them. */
const CALLS_FOR_P95 = 40;
/** Less is within what two runs of the same code differ by. */
const NOISE = 0.1;

/** A change that is more than noise. */
export interface Change {
  readonly percentile: 'p50' | 'p95';
  readonly beforeNs: number;
  readonly afterNs: number;
  /** 0.23 for 23 % slower, -0.5 for twice as fast. */
  readonly ratio: number;
  readonly label: string;
}

/** How the latency has changed, by p95 where both have calls enough for it, otherwise by the median; undefined when nothing can be said. */
export function changeSince(
  stats: LatencyStats,
  baseline: Baseline | undefined,
  minimumCount: number,
): Change | undefined {
  if (!baseline) return undefined;
  const fewest = Math.min(stats.count, baseline.stats.count);
  if (fewest < minimumCount) return undefined;
  const percentile = fewest >= CALLS_FOR_P95 ? 'p95' : 'p50';
  const key = `${percentile}Ns` as const;
  const [beforeNs, afterNs] = [baseline.stats[key], stats[key]];
  if (beforeNs <= 0) return undefined;
  const ratio = afterNs / beforeNs - 1;
  return Math.abs(ratio) < NOISE ? undefined : { percentile, beforeNs, afterNs, ratio, label: baseline.label };
}

/** `p95 +23 % since 1.2.0` */
export function changeText({ percentile, ratio, label }: Change): string {
  const percent = Math.round(ratio * 100);
  return `${percentile} ${percent > 0 ? '+' : '−'}${Math.abs(percent)} % since ${label}`;
}
