import type { TimeWindow } from './timeWindow.ts';

const SECOND = 1e9;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Above a second, steps people count in. */
const LONG_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100].map((n) => n * DAY),
];

/** The smallest readable step of at least `atLeastNs`: 1, 2 or 5 times a power of ten, from a second on those of clocks. */
export function tickStep(atLeastNs: number): number {
  if (atLeastNs > 0.5 * SECOND) return LONG_STEPS.find((step) => step >= atLeastNs) ?? LONG_STEPS.at(-1)!;
  const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, atLeastNs))));
  return [1, 2, 5, 10].map((n) => n * power).find((step) => step >= atLeastNs) ?? 10 * power;
}

/** Multiples of the step inside the window; a thousand at most, whatever the step. */
export function ticksOf(window: TimeWindow, stepNs: number): readonly number[] {
  const first = Math.ceil(window.fromNs / stepNs);
  const last = Math.floor(window.toNs / stepNs);
  const ticks: number[] = [];
  for (let i = first; i <= last && ticks.length < 1000; i++) ticks.push(i * stepNs);
  return ticks;
}
