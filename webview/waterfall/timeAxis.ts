import type { TimeWindow } from './timeWindow.ts';

/** A strip of pixels that stands for a window of time: `leftPx` is `fromNs`, `leftPx + widthPx` is `toNs`. */
export interface TimeAxis {
  readonly window: TimeWindow;
  readonly leftPx: number;
  readonly widthPx: number;
}

export function xOf(axis: TimeAxis, ns: number): number {
  const { fromNs, toNs } = axis.window;
  return axis.leftPx + ((ns - fromNs) / (toNs - fromNs)) * axis.widthPx;
}

export function nsAt(axis: TimeAxis, xPx: number): number {
  const { fromNs, toNs } = axis.window;
  return fromNs + ((xPx - axis.leftPx) / axis.widthPx) * (toNs - fromNs);
}

/** Where a bar is: -1 and 1 when it lies wholly before or after the window. */
export interface Bar {
  readonly side: -1 | 0 | 1;
  readonly xPx: number;
  readonly widthPx: number;
}

/** A span too short to see is still this wide. */
export const MIN_BAR_PX = 2;

/** The visible part of a span's bar, always within the axis and never narrower than {@link MIN_BAR_PX}. */
export function barOf(axis: TimeAxis, startNs: number, durationNs: number): Bar {
  const { fromNs, toNs } = axis.window;
  const endNs = startNs + durationNs;
  if (endNs < fromNs) return { side: -1, xPx: axis.leftPx, widthPx: 0 };
  if (startNs > toNs) return { side: 1, xPx: axis.leftPx + axis.widthPx, widthPx: 0 };
  const left = xOf(axis, Math.max(startNs, fromNs));
  const right = xOf(axis, Math.min(endNs, toNs));
  const width = Math.min(axis.widthPx, Math.max(MIN_BAR_PX, right - left));
  return { side: 0, xPx: Math.min(left, axis.leftPx + axis.widthPx - width), widthPx: width };
}
