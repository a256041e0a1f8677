/** Where in its element the plot has room for dots. */
export interface PlotArea {
  readonly outerWidthPx: number;
  readonly outerHeightPx: number;
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Labels such as `1 min 30 s` stand left, times below; dots at the edges are whole. */
export function plotArea(outerWidthPx: number, outerHeightPx: number): PlotArea {
  const leftPx = 68;
  const topPx = 8;
  return {
    outerWidthPx,
    outerHeightPx,
    leftPx,
    topPx,
    widthPx: Math.max(1, outerWidthPx - leftPx - 16),
    heightPx: Math.max(1, outerHeightPx - topPx - 24),
  };
}
