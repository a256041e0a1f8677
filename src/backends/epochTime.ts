import type { EpochRange } from '../core/timeWindow.ts';

const NS_PER_S = 1_000_000_000n;

/** RFC 3339 with nanoseconds, as Go's `time.RFC3339Nano` reads it. */
export function rfc3339(epochNs: bigint): string {
  const seconds = new Date(Number(epochNs / NS_PER_S) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${(epochNs % NS_PER_S).toString().padStart(9, '0')}Z`;
}

/** A duration as Go's `time.ParseDuration` reads it: `1.5ms`. */
export function goDuration(durationNs: number): string {
  // Below 1e-6 JavaScript would write an exponent, but 1 ns is just that many milliseconds.
  return `${Math.max(0, Math.round(durationNs)) / 1e6}ms`;
}

/** Whole seconds around a range, and at least one. */
export function wholeSeconds({ fromEpochNs, toEpochNs }: EpochRange): { readonly from: number; readonly to: number } {
  const from = Number(fromEpochNs / NS_PER_S);
  return { from, to: Math.max(from + 1, Number((toEpochNs + NS_PER_S - 1n) / NS_PER_S)) };
}
