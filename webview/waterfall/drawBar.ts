import { MARK_EXCEPTION } from '../../src/core/markBlock.ts';
import { formatDuration } from '../../src/core/time.ts';
import { FLAG_ERROR, FLAG_EVENTS } from '../../src/core/trace.ts';
import { type Intervals, paintIntervals } from './intervals.ts';
import { ROW_PX, type Scene } from './scene.ts';
import { drawDiamond, drawIcon, drawTriangle, fillRounded } from './shapes.ts';
import { barOf, xOf } from './timeAxis.ts';

const BAR_PX = 14;
const GAP_PX = 6;
/** Waiting is this much of the background over the bar's colour; the edges keep the colour, and its contrast. */
const WAITING_VEIL = 0.66;
/** Marks nearer to each other than this are one to the eye. */
const MIN_MARK_PX = 4;

/** The bars column of one row, with the duration beside the bar, or on it where there is no room. */
export function drawBar(
  context: CanvasRenderingContext2D,
  scene: Scene,
  row: number,
  y: number,
  textColor: string | undefined,
): void {
  const { trace, theme, axis, folding } = scene;
  const { startNs, durationNs, service, flags } = trace.columns;
  const repeat = folding.foldedAt(row);
  const unions = repeat < 0 ? undefined : scene.bars.repeats(repeat);
  const start = unions === undefined ? startNs[row]! : (unions.startNs[0] ?? startNs[row]!);
  const end = unions === undefined ? start + durationNs[row]! : (unions.endNs.at(-1) ?? start);
  const reach = repeat < 0 && trace.tree.hasChildren(row) ? trace.reachNs(row) : end;
  const bar = barOf(axis, start, end - start);
  if (bar.side > 0 || (bar.side < 0 && reach < axis.window.fromNs)) {
    const before = bar.side < 0;
    const x = before ? axis.leftPx - 8 : axis.leftPx + axis.widthPx - 8;
    drawIcon(context, before ? 'chevronLeft' : 'chevronRight', x, y + 4, textColor ?? theme.dim);
    return;
  }
  const barY = y + (ROW_PX - BAR_PX) / 2;
  const color = theme.bars[trace.slots[service[row]!]!]!;
  const barEnd = bar.xPx + bar.widthPx;
  context.fillStyle = color;
  if (unions !== undefined) drawUnion(context, scene, unions, bar.xPx, bar.widthPx, barY);
  else if (bar.side === 0) fillRounded(context, bar.xPx, barY, bar.widthPx, BAR_PX, 2);
  if (bar.side === 0 && repeat < 0 && scene.showSelfTime && trace.tree.hasChildren(row))
    drawWaiting(context, scene, row, bar.xPx, barEnd, barY);
  const failed = repeat < 0 ? (flags[row]! & FLAG_ERROR) !== 0 : folding.repeats!.errors[repeat]! > 0;
  if (failed && bar.side === 0) {
    // The gap keeps the red line apart from a bar whose own colour is near it.
    context.fillStyle = theme.error;
    context.fillRect(bar.xPx, barY + BAR_PX + 1, bar.widthPx, 2);
  }
  const labelFrom = reach > end ? drawReach(context, scene, barEnd, reach, barY, color) : barEnd;
  if (scene.critical !== undefined) drawCritical(context, scene, row, repeat, barY);
  if (bar.side !== 0) return;
  const label = repeat < 0 ? formatDuration(durationNs[row]!) : repeatWords(scene, repeat);
  drawBarLabel(context, scene, label, bar.xPx, barEnd, labelFrom, y, textColor);
  if ((flags[row]! & FLAG_EVENTS) !== 0 && repeat < 0) drawMarks(context, scene, row, y);
}

/** Total and slowest of repeated siblings. */
export function repeatWords({ folding, trace }: Pick<Scene, 'folding' | 'trace'>, repeat: number): string {
  const { totalNs, slowestRow } = folding.repeats!;
  const slowestNs = trace.columns.durationNs[slowestRow[repeat]!]!;
  return `total ${formatDuration(totalNs[repeat]!)} · slowest ${formatDuration(slowestNs)}`;
}

/** Repeats: a bar for each stretch in which any of them ran, on a line from the first to the last. */
function drawUnion(
  context: CanvasRenderingContext2D,
  { axis }: Scene,
  unions: Intervals,
  x: number,
  width: number,
  barY: number,
): void {
  context.globalAlpha = 0.5;
  context.fillRect(x, barY + BAR_PX / 2 - 1, width, 2);
  context.globalAlpha = 1;
  paintIntervals(unions, 0, unions.startNs.length, axis, (from, px) =>
    context.fillRect(from, barY, Math.max(1.5, px), BAR_PX),
  );
}

/** Where children worked, the bar is lighter: what stays solid is the span's own work. */
function drawWaiting(
  context: CanvasRenderingContext2D,
  { axis, theme, bars }: Scene,
  row: number,
  barX: number,
  barEnd: number,
  barY: number,
): void {
  const waiting = bars.waiting(row);
  context.fillStyle = theme.background;
  context.globalAlpha = WAITING_VEIL;
  paintIntervals(waiting, 0, waiting.startNs.length, axis, (from, px) => {
    const left = Math.max(barX + 1, from);
    context.fillRect(left, barY + 1, Math.min(barEnd - 1, from + px) - left, BAR_PX - 2);
  });
  context.globalAlpha = 1;
}

/** A thin line on to where the last of the spans below ends, with an end of its own. Returns where that is. */
function drawReach(
  context: CanvasRenderingContext2D,
  { axis }: Scene,
  barEnd: number,
  reachNs: number,
  barY: number,
  color: string,
): number {
  const from = Math.min(barEnd, axis.leftPx + axis.widthPx);
  const end = Math.min(axis.leftPx + axis.widthPx, Math.max(from, xOf(axis, reachNs)));
  context.fillStyle = color;
  context.fillRect(from, barY + BAR_PX / 2 - 0.5, end - from, 1);
  if (reachNs <= axis.window.toNs) context.fillRect(end - 1, barY + 3, 1, BAR_PX - 6);
  return end;
}

/** The critical path: a line through the bar in the text's colour, kept apart from any bar's by the background's. */
function drawCritical(
  context: CanvasRenderingContext2D,
  scene: Scene,
  row: number,
  repeat: number,
  barY: number,
): void {
  const { theme, axis, folding, bars } = scene;
  const critical = scene.critical!;
  const middle = barY + BAR_PX / 2;
  const paint = (x: number, px: number): void => {
    const width = Math.max(1.5, px);
    context.fillStyle = theme.background;
    context.fillRect(x, middle - 2, width, 4);
    context.fillStyle = theme.foreground;
    context.fillRect(x, middle - 1, width, 2);
  };
  if (repeat >= 0) {
    const sections = bars.criticalRepeats(repeat, critical);
    paintIntervals(sections, 0, sections.startNs.length, axis, paint);
  } else if (folding.isCollapsed(row)) {
    const [from, to] = [critical.subtreeFromNs[row]!, critical.subtreeToNs[row]!];
    if (to > from) paintIntervals({ startNs: Float64Array.of(from), endNs: Float64Array.of(to) }, 0, 1, axis, paint);
  } else paintIntervals(critical.sections, critical.first[row]!, critical.first[row + 1]!, axis, paint);
}

function drawBarLabel(
  context: CanvasRenderingContext2D,
  { axis, text, theme }: Scene,
  label: string,
  barX: number,
  barEnd: number,
  labelFrom: number,
  y: number,
  textColor: string | undefined,
): void {
  const labelPx = text.width(label);
  const middle = y + ROW_PX / 2;
  const axisEnd = axis.leftPx + axis.widthPx;
  context.fillStyle = textColor ?? theme.dim;
  if (labelFrom + GAP_PX + labelPx <= axisEnd) context.fillText(label, labelFrom + GAP_PX, middle);
  else if (barX - GAP_PX - labelPx >= axis.leftPx) context.fillText(label, barX - GAP_PX - labelPx, middle);
  else {
    // On a bar that may be solid, light or crossed by the critical path: a patch of its own keeps it readable.
    const x = Math.max(barX, barEnd - GAP_PX - labelPx);
    context.fillStyle = theme.background;
    fillRounded(context, x - 4, y + (ROW_PX - BAR_PX) / 2 + 1, labelPx + 8, BAR_PX - 2, 2);
    context.fillStyle = theme.foreground;
    context.fillText(label, x, middle);
  }
}

function drawMarks(
  context: CanvasRenderingContext2D,
  { marks, axis, theme, trace }: Scene,
  row: number,
  y: number,
): void {
  const middle = y + ROW_PX / 2;
  let last = Number.NEGATIVE_INFINITY;
  const clockDeltaNs = trace.clockDeltaNs(row);
  marks?.each(row, (sentNs, kind) => {
    const offsetNs = sentNs + clockDeltaNs;
    if (offsetNs < axis.window.fromNs || offsetNs > axis.window.toNs) return;
    const x = xOf(axis, offsetNs);
    const isException = kind === MARK_EXCEPTION;
    if (!isException && Math.abs(x - last) < MIN_MARK_PX) return;
    last = x;
    if (isException) drawTriangle(context, x, middle, theme.error, theme.background);
    else drawDiamond(context, x, middle, theme.foreground, theme.background);
  });
}
