import type { LatencyStats } from '../core/latencyProtocol.ts';
import { formatDuration } from '../core/time.ts';

/** `p50 12 ms · p95 80 ms · p99 210 ms · 1.2k calls · 0.3 % errors`; below `minimumCount` calls it claims no percentiles. */
export function latencyText(stats: LatencyStats, minimumCount: number): string {
  const parts =
    stats.count < minimumCount
      ? [`${calls(stats.count)}, too few for percentiles`, `max ${formatDuration(stats.maxNs)}`]
      : [
          `p50 ${formatDuration(stats.p50Ns)}`,
          `p95 ${formatDuration(stats.p95Ns)}`,
          `p99 ${formatDuration(stats.p99Ns)}`,
          calls(stats.count),
        ];
  if (stats.errors > 0) parts.push(errorShare(stats));
  return parts.join(' · ');
}

function calls(count: number): string {
  return count === 1 ? '1 call' : `${shortCount(count)} calls`;
}

function shortCount(count: number): string {
  if (count < 1000) return String(count);
  if (count < 999_500) return `${trimmed(count / 1000)}k`;
  return `${trimmed(count / 1e6)}M`;
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(value < 10 ? 1 : 0)));
}

/** One error in ten thousand is not 0 %. */
function errorShare({ errors, count }: LatencyStats): string {
  const percent = (errors / count) * 100;
  if (percent < 0.1) return '< 0.1 % errors';
  return `${percent < 10 ? Number(percent.toFixed(1)) : Math.round(percent)} % errors`;
}
