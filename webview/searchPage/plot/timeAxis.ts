import { clockText } from '../clockText.ts';
import { type Axis, axisOf } from './axis.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Steps people count in. */
const STEPS = [
  ...[1, 2, 5].flatMap((n) => [n, 10 * n, 100 * n]).toSorted((a, b) => a - b),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((n) => n * DAY),
];
const LABEL_PX = 84;
/** A tick nearer to an edge has no room for its label. */
const EDGE_PX = 16;
const MAX_TICKS = 200;

/** Local time from `fromMs` to `toMs`, both since the epoch. */
export function timeAxis(fromMs: number, toMs: number, widthPx: number): Axis {
  const to = Math.max(toMs, fromMs + 1);
  const least = (to - fromMs) / Math.max(1, widthPx / LABEL_PX);
  const stepMs = STEPS.find((step) => step >= least) ?? Math.ceil(least / DAY) * DAY;
  const edgeMs = (EDGE_PX / Math.max(1, widthPx)) * (to - fromMs);
  const ticks = localMultiples(fromMs + edgeMs, to - edgeMs, stepMs).map((value) => ({
    value,
    label: clockText(value, stepMs),
  }));
  const same = (value: number): number => value;
  return axisOf([fromMs, to], widthPx, same, same, ticks);
}

/** Moments that are multiples of the step on a local clock; those of days are midnights, whatever summer time does to them. */
function localMultiples(fromMs: number, toMs: number, stepMs: number): readonly number[] {
  const midnight = new Date(fromMs);
  midnight.setHours(0, 0, 0, 0);
  const moments: number[] = [];
  if (stepMs >= DAY) {
    for (const day = midnight; day.getTime() <= toMs && moments.length < MAX_TICKS;) {
      if (day.getTime() >= fromMs) moments.push(day.getTime());
      day.setDate(day.getDate() + Math.round(stepMs / DAY));
    }
    return moments;
  }
  const start = midnight.getTime();
  for (let n = Math.ceil((fromMs - start) / stepMs); moments.length < MAX_TICKS; n++) {
    const moment = start + n * stepMs;
    if (moment > toMs) break;
    moments.push(moment);
  }
  return moments;
}
