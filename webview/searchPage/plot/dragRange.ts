import type { Range } from '../range.ts';
import type { Axis } from './axis.ts';

/** A drag in pixels from the corner of the plot's area. */
export interface Drag {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** Movement in a direction below this is not meant. */
const MEANT_PX = 10;

/** What a drag selects: a rectangle, or all durations of some time when it went straight to the side, or all the time when straight up. */
export function dragRange({ x0, y0, x1, y1 }: Drag, time: Axis, duration: Axis, width: number, height: number): Range {
  const isWide = Math.abs(x1 - x0) >= MEANT_PX;
  const isHigh = Math.abs(y1 - y0) >= MEANT_PX;
  const clamped = (px: number, max: number): number => Math.min(max, Math.max(0, px));
  const [left, right] =
    isWide || !isHigh ? [clamped(Math.min(x0, x1), width), clamped(Math.max(x0, x1), width)] : [0, width];
  const [low, high] = [clamped(height - Math.max(y0, y1), height), clamped(height - Math.min(y0, y1), height)];
  return {
    fromMs: time.fromPx(left),
    toMs: time.fromPx(right),
    // What lies on the edge of the plot may lie beyond it.
    minNs: isHigh && low > 0 ? duration.fromPx(low) : 0,
    maxNs: isHigh && high < height ? duration.fromPx(high) : Infinity,
  };
}
