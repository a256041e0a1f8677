import { FLAG_ERROR } from '../../src/core/trace.ts';
import type { TraceColumns } from '../../src/core/trace.ts';

/** At most this many bars are painted in one line of pixels; the longest of each run of rows stands for it. */
const BARS_PER_LINE = 24;

export interface MinimapColors {
  /** RGBA as the canvas has it in memory (little endian: 0xAABBGGRR), by palette slot. */
  readonly slots: Uint32Array;
  readonly error: number;
}

/**
 * A whole trace as pixels, a line of pixels for each run of rows. One pass over the rows whatever the size: bars are sampled,
 * errors are not, so a single failed span among a million is still a red dot.
 */
export function minimapPixels(
  columns: TraceColumns,
  slotOf: Uint8Array,
  spanNs: number,
  widthPx: number,
  heightPx: number,
  colors: MinimapColors,
): Uint32Array<ArrayBuffer> {
  const pixels = new Uint32Array(widthPx * heightPx);
  const { count, startNs, durationNs, service, flags } = columns;
  const perPx = widthPx / spanNs;
  const stride = Math.max(1, Math.floor(count / (heightPx * BARS_PER_LINE)));
  // Few rows: each is a band of several lines with a gap, as the rows themselves have.
  const band = Math.max(1, Math.min(6, Math.floor((heightPx / count) * 0.7)));
  const paint = (row: number, color: number): void => {
    const y = Math.min(heightPx - 1, Math.floor((row * heightPx) / count));
    const left = Math.min(widthPx - 1, Math.max(0, Math.floor(startNs[row]! * perPx)));
    const right = Math.min(widthPx, Math.max(left + 1, Math.ceil((startNs[row]! + durationNs[row]!) * perPx)));
    for (let line = y; line < Math.min(heightPx, y + band); line++)
      pixels.fill(color, line * widthPx + left, line * widthPx + right);
  };
  for (let from = 0; from < count; from += stride) {
    let longest = from;
    for (let row = from + 1; row < Math.min(count, from + stride); row++)
      if (durationNs[row]! > durationNs[longest]!) longest = row;
    paint(longest, colors.slots[slotOf[service[longest]!]!]!);
  }
  const dotNs = (2 / widthPx) * spanNs;
  for (let row = 0; row < count; row++) {
    if ((flags[row]! & FLAG_ERROR) === 0) continue;
    const y = Math.min(heightPx - 1, Math.floor((row * heightPx) / count));
    const left = Math.min(widthPx - 1, Math.max(0, Math.floor(startNs[row]! * perPx)));
    const width = count > heightPx ? 2 : Math.ceil(Math.max(durationNs[row]!, dotNs) * perPx);
    for (let line = y; line < Math.min(heightPx, y + band); line++)
      pixels.fill(colors.error, line * widthPx + left, line * widthPx + Math.min(widthPx, left + width));
  }
  return pixels;
}
