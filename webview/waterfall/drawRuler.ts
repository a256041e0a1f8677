import { tickLabels } from '../../src/core/time.ts';
import type { Theme } from '../theme.ts';
import type { Brush } from './scene.ts';
import type { TextFit } from './textFit.ts';
import { ticksOf } from './ticks.ts';
import { type TimeAxis, xOf } from './timeAxis.ts';

/** The time header: a label right of each tick, the last one left of it when it would run over the edge. */
export function drawRuler(
  context: CanvasRenderingContext2D,
  theme: Theme,
  text: TextFit,
  axis: TimeAxis,
  stepNs: number,
  heightPx: number,
  brush: Brush | undefined,
): void {
  const width = axis.leftPx * 2 + axis.widthPx;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, heightPx);
  context.font = `${theme.fontSizePx - 2}px ${theme.fontFamily}`;
  context.textBaseline = 'middle';
  const label = tickLabels(stepNs, axis.window.toNs);
  for (const tick of ticksOf(axis.window, stepNs)) {
    const x = Math.round(xOf(axis, tick));
    context.fillStyle = theme.grid;
    context.fillRect(x, 0, 1, heightPx);
    context.fillStyle = theme.dim;
    const shown = label(tick);
    if (x + 5 + text.width(shown) <= width) context.fillText(shown, x + 5, heightPx / 2 + 0.5);
  }
  if (brush !== undefined) {
    context.fillStyle = theme.brush;
    context.fillRect(Math.min(brush.fromPx, brush.toPx), 0, Math.abs(brush.toPx - brush.fromPx), heightPx);
  }
  context.fillStyle = theme.border;
  context.fillRect(0, heightPx - 1, width, 1);
}
