import type { Theme } from '../../theme.ts';
import type { FoundRow } from '../foundTraces.ts';
import type { Axis } from './axis.ts';
import type { Dots } from './dots.ts';
import type { PlotArea } from './plotArea.ts';

const DOT_PX = 3.5;
const DIAMOND_PX = 5;
/** From here on dots lie on each other, and the crowd shows by its depth. */
const CROWD = 400;

interface Picture {
  readonly context: CanvasRenderingContext2D;
  readonly area: PlotArea;
  readonly theme: Theme;
  readonly time: Axis;
  readonly duration: Axis;
}

/** Lines and labels of both axes, on a clean canvas. */
export function drawAxes({ context, area, theme, time, duration }: Picture): void {
  const { leftPx, topPx, widthPx, heightPx } = area;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, area.outerWidthPx, area.outerHeightPx);
  context.font = `11px ${theme.fontFamily}`;
  context.lineWidth = 1;
  context.strokeStyle = theme.grid;
  context.fillStyle = theme.dim;
  context.beginPath();
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const { px, label } of duration.ticks) {
    const y = Math.round(topPx + heightPx - px) + 0.5;
    context.moveTo(leftPx, y);
    context.lineTo(leftPx + widthPx, y);
    context.fillText(label, leftPx - 8, y);
  }
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const { px, label } of time.ticks) {
    const x = Math.round(leftPx + px) + 0.5;
    context.moveTo(x, topPx);
    context.lineTo(x, topPx + heightPx);
    context.fillText(label, x, topPx + heightPx + 6);
  }
  context.stroke();
  context.strokeStyle = theme.guide;
  context.strokeRect(leftPx + 0.5, topPx + 0.5, widthPx - 1, heightPx - 1);
}

/** Circles in their service's colour; traces with errors are diamonds in the colour of errors, above all others. */
export function drawDots(
  { context, area, theme }: Picture,
  rows: readonly FoundRow[],
  dots: Dots,
  slotOf: (service: string) => number,
): void {
  const paths = new Map<number, Path2D>();
  const failed = new Path2D();
  for (const [place, { trace }] of rows.entries()) {
    const x = area.leftPx + dots.x[place]!;
    const y = area.topPx + dots.y[place]!;
    if (trace.errors > 0) addDiamond(failed, x, y);
    else {
      const slot = slotOf(trace.rootService);
      const path = paths.get(slot) ?? new Path2D();
      paths.set(slot, path);
      path.moveTo(x + DOT_PX, y);
      path.arc(x, y, DOT_PX, 0, 2 * Math.PI);
    }
  }
  context.globalAlpha = theme.highContrast ? 1 : rows.length > CROWD ? 0.6 : 0.85;
  for (const [slot, path] of paths) {
    context.fillStyle = theme.bars[slot]!;
    context.fill(path);
  }
  context.globalAlpha = 1;
  context.fillStyle = theme.error;
  context.strokeStyle = theme.background;
  context.lineWidth = 1;
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas is no array.
  context.fill(failed);
  context.stroke(failed);
}

function addDiamond(path: Path2D, x: number, y: number): void {
  path.moveTo(x, y - DIAMOND_PX);
  path.lineTo(x + DIAMOND_PX, y);
  path.lineTo(x, y + DIAMOND_PX);
  path.lineTo(x - DIAMOND_PX, y);
  path.closePath();
}
