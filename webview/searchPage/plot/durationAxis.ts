import { formatDuration } from '../../../src/core/time.ts';
import { tickStep, ticksOf } from '../../waterfall/ticks.ts';
import { type Axis, axisOf } from './axis.ts';

export type DurationScale = 'log' | 'linear';

const SECOND = 1e9;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DECADES = Array.from({ length: 11 }, (_, power) => 10 ** power);
/** Lengths of time that people know by name: a few, and more for a narrow range. */
const COARSE = [...DECADES, MINUTE, 10 * MINUTE, HOUR, 10 * HOUR, DAY, 10 * DAY, 100 * DAY];
const FINE = [
  ...DECADES.slice(0, 10).flatMap((decade) => [decade, 2 * decade, 5 * decade]),
  10 * SECOND,
  30 * SECOND,
  ...[1, 2, 5, 10, 30].map((n) => n * MINUTE),
  ...[1, 2, 5, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100].map((n) => n * DAY),
];
const LABEL_PX = 26;

/** Durations from the shortest to the longest that were found, with some air; 0 is below all of them on a logarithmic scale. */
export function durationAxis(minNs: number, maxNs: number, scale: DurationScale, heightPx: number): Axis {
  return scale === 'log' ? logAxis(minNs, maxNs, heightPx) : linearAxis(maxNs, heightPx);
}

function logAxis(minNs: number, maxNs: number, heightPx: number): Axis {
  const high = Math.max(10, maxNs) * 1.4;
  // Alike durations do not get a scale that makes a drama of their differences.
  const low = Math.min(Math.max(1, minNs) / 1.4, high / 8);
  const inside = (ticks: readonly number[]): readonly number[] => ticks.filter((tick) => tick >= low && tick <= high);
  const room = roomOf(heightPx);
  const fine = inside(FINE);
  const coarse = inside(COARSE);
  const ticks = fine.length <= room ? fine : thinned(coarse.length > 1 ? coarse : fine, room);
  return axisOf([low, high], heightPx, (ns) => Math.log(Math.max(ns, low)), Math.exp, ticks.map(named));
}

function linearAxis(maxNs: number, heightPx: number): Axis {
  const to = Math.max(1, maxNs) * 1.08;
  const step = tickStep((to / Math.max(1, heightPx)) * 36);
  const same = (ns: number): number => ns;
  const ticks = thinned(ticksOf({ fromNs: 0, toNs: to }, step), roomOf(heightPx));
  return axisOf([0, to], heightPx, same, same, ticks.map(named));
}

function roomOf(heightPx: number): number {
  return Math.max(1, Math.floor(heightPx / LABEL_PX));
}

function thinned(ticks: readonly number[], room: number): readonly number[] {
  const every = Math.ceil(ticks.length / room);
  return ticks.filter((_, index) => index % every === 0);
}

function named(value: number): { readonly value: number; readonly label: string } {
  return { value, label: value === 0 ? '0' : formatDuration(value) };
}
