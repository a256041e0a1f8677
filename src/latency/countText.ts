import type { LatencyStats } from '../core/latencyProtocol.ts';

/** `1 call`, `1.2k calls` */
export function callsText(count: number): string {
  return count === 1 ? '1 call' : `${shortCount(count)} calls`;
}

/** `0.3 % errors`, or nothing when there are none. One error in ten thousand is not 0 %. */
export function errorsText({ errors, count }: Pick<LatencyStats, 'errors' | 'count'>): string {
  if (errors === 0) return '';
  const percent = (errors / count) * 100;
  if (percent < 0.1) return '< 0.1 % errors';
  return `${percent < 10 ? Number(percent.toFixed(1)) : Math.round(percent)} % errors`;
}

export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  if (count < 999_500) return `${trimmed(count / 1000)}k`;
  return `${trimmed(count / 1e6)}M`;
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(value < 10 ? 1 : 0)));
}
