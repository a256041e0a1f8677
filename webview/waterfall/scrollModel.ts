/**
 * Browsers cap the height of an element (Chromium at 2^31 / 64 = 33.5 million device pixels: 8.3 million CSS pixels at a ratio
 * of 4), and a million rows of 24 pixels are 24 million. Above this the native scroller is a scaled picture of the real one.
 */
export const MAX_NATIVE_PX = 8_000_000;

/** The vertical scrolling of rows, in pixels of the full content; `native` is what the scrolling element has. */
export interface ScrollExtent {
  readonly contentPx: number;
  readonly viewportPx: number;
}

export function nativeHeight(extent: ScrollExtent): number {
  return Math.min(extent.contentPx, MAX_NATIVE_PX);
}

export function isScaled(extent: ScrollExtent): boolean {
  return extent.contentPx > MAX_NATIVE_PX;
}

export function maxTop(extent: ScrollExtent): number {
  return Math.max(0, extent.contentPx - extent.viewportPx);
}

export function clampTop(extent: ScrollExtent, topPx: number): number {
  return Math.min(Math.max(0, topPx), maxTop(extent));
}

export function toNative(extent: ScrollExtent, topPx: number): number {
  return isScaled(extent) ? topPx / scaleOf(extent) : topPx;
}

export function fromNative(extent: ScrollExtent, nativeTopPx: number): number {
  return clampTop(extent, isScaled(extent) ? nativeTopPx * scaleOf(extent) : nativeTopPx);
}

function scaleOf(extent: ScrollExtent): number {
  return maxTop(extent) / Math.max(1, MAX_NATIVE_PX - extent.viewportPx);
}

/** The nearest scroll position that shows all of row `index`, with a row to spare on the side it came from. */
export function topShowing(extent: ScrollExtent, topPx: number, index: number, rowPx: number): number {
  const spare = extent.viewportPx > 6 * rowPx ? rowPx : 0;
  const [rowTop, rowEnd] = [index * rowPx, (index + 1) * rowPx];
  if (rowTop - spare < topPx) return clampTop(extent, rowTop - spare);
  if (rowEnd + spare > topPx + extent.viewportPx) return clampTop(extent, rowEnd + spare - extent.viewportPx);
  return topPx;
}

/** Like {@link topShowing}, but a row that is far away is brought to the middle. */
export function topCentering(extent: ScrollExtent, topPx: number, index: number, rowPx: number): number {
  const near = topShowing(extent, topPx, index, rowPx);
  if (Math.abs(near - topPx) <= extent.viewportPx / 2) return near;
  return clampTop(extent, (index + 0.5) * rowPx - extent.viewportPx / 2);
}
