import { formatDuration } from '../../src/core/time.ts';
import { FLAG_ERROR } from '../../src/core/trace.ts';
import { ROW_PX, type Scene } from './scene.ts';
import { drawIcon, fillRounded } from './shapes.ts';
import { barOf } from './timeAxis.ts';

const BAR_PX = 14;
const GAP_PX = 6;

/** The bars column of one row, with the duration beside the bar, or on it where there is no room. */
export function drawBar(
  context: CanvasRenderingContext2D,
  scene: Scene,
  row: number,
  y: number,
  textColor: string | undefined,
): void {
  const { trace, theme, text, axis } = scene;
  const { startNs, durationNs, service, flags } = trace.columns;
  const bar = barOf(axis, startNs[row]!, durationNs[row]!);
  const axisEnd = axis.leftPx + axis.widthPx;
  if (bar.side !== 0) {
    const before = bar.side < 0;
    const x = before ? axis.leftPx - 8 : axisEnd - 8;
    drawIcon(context, before ? 'chevronLeft' : 'chevronRight', x, y + 4, textColor ?? theme.dim);
    return;
  }
  const slot = trace.slots[service[row]!]!;
  const failed = (flags[row]! & FLAG_ERROR) !== 0;
  const barY = y + (ROW_PX - BAR_PX) / 2;
  context.fillStyle = theme.bars[slot]!;
  fillRounded(context, bar.xPx, barY, bar.widthPx, BAR_PX, 2);
  if (failed) {
    // The gap keeps the red line apart from a bar whose own colour is near it.
    context.fillStyle = theme.error;
    context.fillRect(bar.xPx, barY + BAR_PX + 1, bar.widthPx, 2);
  }
  const label = formatDuration(durationNs[row]!);
  const labelPx = text.width(label);
  const middle = y + ROW_PX / 2;
  context.fillStyle = textColor ?? theme.dim;
  if (bar.xPx + bar.widthPx + GAP_PX + labelPx <= axisEnd)
    context.fillText(label, bar.xPx + bar.widthPx + GAP_PX, middle);
  else if (bar.xPx - GAP_PX - labelPx >= axis.leftPx) context.fillText(label, bar.xPx - GAP_PX - labelPx, middle);
  else {
    context.fillStyle = theme.barTexts[slot]!;
    context.fillText(label, bar.xPx + bar.widthPx - GAP_PX - labelPx, middle);
  }
}
