import { formatDuration } from '../../src/core/time.ts';
import type { FoundRow } from './foundTraces.ts';
import { clockText } from './clockText.ts';

/** A part of the plot: when traces started, and how long they took. */
export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
  /** 0 for no limit. */
  readonly minNs: number;
  /** Infinity for no limit. */
  readonly maxNs: number;
}

export function isIn({ fromMs, toMs, minNs, maxNs }: Range, { startMs, trace }: FoundRow): boolean {
  return startMs >= fromMs && startMs <= toMs && trace.durationNs >= minNs && trace.durationNs <= maxNs;
}

/** `14:03:10 – 14:05:00, 20 ms – 1.2 s`. */
export function rangeText({ fromMs, toMs, minNs, maxNs }: Range): string {
  const stepMs = Math.max(1, (toMs - fromMs) / 100);
  const time = `${clockText(fromMs, stepMs)} – ${clockText(toMs, stepMs)}`;
  if (minNs <= 0 && !Number.isFinite(maxNs)) return time;
  if (minNs <= 0) return `${time}, up to ${formatDuration(maxNs)}`;
  if (!Number.isFinite(maxNs)) return `${time}, from ${formatDuration(minNs)}`;
  return `${time}, ${formatDuration(minNs)} – ${formatDuration(maxNs)}`;
}
