import { FLAG_ERROR, FLAG_REPAIRED, KIND_MASK } from '../../src/core/trace.ts';
import { SPAN_KINDS, type SpanKind } from '../../src/core/span.ts';
import type { IconName } from '../icons.ts';
import { isMatch } from '../matches.ts';
import { type Indent, indentOf } from './indent.ts';
import { ROW_PX, type Scene } from './scene.ts';
import { drawErrorMark, drawErrorRing, drawIcon, fillRounded } from './shapes.ts';

/** From the left edge: padding, indentation, then these. */
const LEFT_PX = 4;
const TWISTIE_PX = 16;
const TEXT_PX = LEFT_PX + TWISTIE_PX + 11;
/** At the right edge two columns of marks: kind, then error or repair. */
const MARKS_PX = 44;

const KIND_ICONS: Readonly<Record<SpanKind, IconName | undefined>> = {
  unspecified: undefined,
  internal: undefined,
  server: 'server',
  client: 'client',
  producer: 'producer',
  consumer: 'consumer',
};

/** Where the twistie of a row is, for the pointer. */
export function twistieRange(indent: Indent, depth: number): readonly [number, number] {
  const from = LEFT_PX + indentOf(indent, depth);
  return [from - 2, from + TWISTIE_PX + 2];
}

/** How many repeated siblings a row stands for, or is the first of: `127 ×`; empty for other rows. */
export function repeatLabel({ folding }: Pick<Scene, 'folding'>, row: number): string {
  const repeat = Math.max(folding.foldedAt(row), folding.unfoldedAt(row));
  return repeat < 0 ? '' : `${folding.repeats!.count[repeat]!.toLocaleString('en')} ×`;
}

/** Where that label is, for the pointer: it folds again. */
export function repeatRange(indent: Indent, depth: number, labelPx: number): readonly [number, number] {
  const from = indentOf(indent, depth) + TEXT_PX;
  return [from, from + labelPx + 10];
}

/** The label column of one row: guides, twistie, service, operation, marks. */
export function drawLabel(
  context: CanvasRenderingContext2D,
  scene: Scene,
  indent: Indent,
  row: number,
  y: number,
  textColor: string | undefined,
): void {
  const { trace, theme, text, labelWidthPx } = scene;
  const depth = trace.columns.depth[row]!;
  const x = LEFT_PX + indentOf(indent, depth);
  const middle = y + ROW_PX / 2;
  drawGuides(context, scene, indent, depth, y);
  const folded = scene.folding.foldedAt(row) >= 0;
  const collapsed = !folded && scene.folding.isCollapsed(row);
  if (trace.tree.hasChildren(row) || folded)
    drawIcon(
      context,
      collapsed || folded ? 'chevronRight' : 'chevronDown',
      x,
      y + 4,
      textColor ?? theme.foreground,
      1.2,
    );
  const slot = trace.slots[trace.columns.service[row]!]!;
  context.fillStyle = theme.bars[slot]!;
  fillRounded(context, x + TWISTIE_PX + 2, y + 5, 4, ROW_PX - 10, 2);

  const repeats = repeatLabel(scene, row);
  const repeatsPx = repeats === '' ? 0 : text.width(repeats) + 16;
  if (repeats !== '') drawRepeats(context, scene, repeats, x + TEXT_PX - LEFT_PX, y, folded);
  const textX = x + TEXT_PX - LEFT_PX + repeatsPx;
  const badge = collapsed ? `+${trace.tree.descendantCount(row).toLocaleString('en')}` : '';
  const badgePx = badge === '' ? 0 : text.width(badge) + 14;
  const room = labelWidthPx - MARKS_PX - textX - badgePx;
  // The operation says more. A service that is the parent's too is named only where there is room for both; another one gets
  // what the operation leaves, but never less than a third.
  const left = room - text.width(trace.nameOf(row)) - 8;
  const isNews =
    scene.folding.focus.value === row || trace.columns.service[trace.tree.parent[row]!] !== trace.columns.service[row];
  const isNamed = isNews || text.width(trace.serviceOf(row)) <= left;
  const service = isNamed ? text.fit(trace.serviceOf(row), Math.max(room / 3, left)) : '';
  const serviceEnd = isNamed ? textX + text.width(service) + 8 : textX;
  const name = text.fit(trace.nameOf(row), textX + room - serviceEnd);
  const nameEnd = serviceEnd + text.width(name);
  const matched = isMatch(scene.matches, row);
  if (matched) {
    const current = scene.matches.rows[scene.matches.current] === row;
    context.fillStyle = current ? theme.matchCurrent : theme.match;
    if (theme.highContrast) {
      context.strokeStyle = theme.matchMark;
      context.lineWidth = current ? 2 : 1;
      context.strokeRect(textX - 2.5, y + 3.5, nameEnd - textX + 6, ROW_PX - 7);
    } else fillRounded(context, textX - 3, y + 3, nameEnd - textX + 7, ROW_PX - 6, 3);
  }
  context.fillStyle = textColor ?? (matched ? theme.foreground : theme.dim);
  context.fillText(service, textX, middle);
  context.fillStyle = textColor ?? theme.foreground;
  context.fillText(name, serviceEnd, middle);
  if (badge !== '') drawBadge(context, scene, badge, nameEnd + 6, y);
  drawMarks(context, scene, row, collapsed, y, textColor);
}

/** A line for each ancestor whose place is still in sight. */
function drawGuides(context: CanvasRenderingContext2D, scene: Scene, indent: Indent, depth: number, y: number): void {
  context.fillStyle = scene.theme.guide;
  const first = Math.max(0, Math.ceil(indent.shiftPx / indent.stepPx));
  for (let level = first; level < depth; level++)
    context.fillRect(Math.round(LEFT_PX + 8 + level * indent.stepPx - indent.shiftPx), y, 1, ROW_PX);
}

function drawBadge(context: CanvasRenderingContext2D, scene: Scene, badge: string, x: number, y: number): void {
  const { theme, text } = scene;
  context.fillStyle = theme.badge;
  fillRounded(context, x, y + 5, text.width(badge) + 8, ROW_PX - 10, 7);
  context.fillStyle = theme.badgeText;
  context.fillText(badge, x + 4, y + ROW_PX / 2);
}

/** Filled while the label stands for all of them, an outline once they are shown one by one. */
function drawRepeats(
  context: CanvasRenderingContext2D,
  { theme, text }: Scene,
  label: string,
  x: number,
  y: number,
  folded: boolean,
): void {
  const width = text.width(label) + 10;
  if (folded) {
    context.fillStyle = theme.badge;
    fillRounded(context, x, y + 5, width, ROW_PX - 10, 7);
  }
  if (!folded || theme.highContrast) {
    context.strokeStyle = folded ? theme.border : theme.dim;
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(x + 0.5, y + 5.5, width - 1, ROW_PX - 11, 7);
    context.stroke();
  }
  context.fillStyle = folded ? theme.badgeText : theme.dim;
  context.fillText(label, x + 5, y + ROW_PX / 2);
}

function drawMarks(
  context: CanvasRenderingContext2D,
  scene: Scene,
  row: number,
  collapsed: boolean,
  y: number,
  textColor: string | undefined,
): void {
  const { trace, theme, labelWidthPx, folding } = scene;
  const flags = trace.columns.flags[row]!;
  const repeat = folding.foldedAt(row);
  const kind = KIND_ICONS[SPAN_KINDS[flags & KIND_MASK] ?? 'unspecified'];
  if (kind !== undefined) drawIcon(context, kind, labelWidthPx - 41, y + 4, textColor ?? theme.dim);
  const middle = y + ROW_PX / 2;
  if (repeat >= 0) {
    if (folding.repeats!.errors[repeat]! > 0) drawErrorRing(context, labelWidthPx - 14, middle, theme.error);
  } else if ((flags & FLAG_ERROR) !== 0)
    drawErrorMark(context, labelWidthPx - 14, middle, theme.error, theme.background);
  else if (collapsed && trace.errorsBelow(row) > 0) drawErrorRing(context, labelWidthPx - 14, middle, theme.error);
  else if ((flags & FLAG_REPAIRED) !== 0) drawIcon(context, 'warning', labelWidthPx - 22, y + 4, theme.warning);
}
