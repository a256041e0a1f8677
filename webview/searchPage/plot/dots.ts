import type { FoundRow } from '../foundTraces.ts';
import type { Axis } from './axis.ts';

/** Where each result lies in the plot, in pixels from the corner of its area. */
export interface Dots {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

export function dotsOf(rows: readonly FoundRow[], time: Axis, duration: Axis, heightPx: number): Dots {
  const x = new Float32Array(rows.length);
  const y = new Float32Array(rows.length);
  for (const [place, { startMs, trace }] of rows.entries()) {
    x[place] = time.toPx(startMs);
    y[place] = heightPx - duration.toPx(trace.durationNs);
  }
  return { x, y };
}

/** The place of the dot nearest to a point, the later one of two, or -1 when none is near. */
export function nearest({ x, y }: Dots, atX: number, atY: number, withinPx: number): number {
  let best = -1;
  let least = withinPx * withinPx;
  for (let place = 0; place < x.length; place++) {
    const distance = (x[place]! - atX) ** 2 + (y[place]! - atY) ** 2;
    if (distance > least) continue;
    least = distance;
    best = place;
  }
  return best;
}
