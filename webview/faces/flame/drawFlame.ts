import { formatDuration } from '../../../src/core/time.ts';
import type { Theme } from '../../theme.ts';
import type { TraceRows } from '../../traceRows.ts';
import { drawErrorMark, fillRounded } from '../../waterfall/shapes.ts';
import type { TextFit } from '../../waterfall/textFit.ts';
import type { FlameLayout } from './flameLayout.ts';

export const LEVEL_PX = 20;
/** Room left and right of the whole trace, so that no box is glued to an edge. */
export const FLAME_PAD_PX = 10;
/** Narrower boxes are left out, and all below them. */
const MIN_PX = 0.5;
const MIN_LABEL_PX = 28;
const MIN_MARK_PX = 44;
const TEXT_PAD_PX = 6;
/** A selected box is found however narrow it is. */
const MIN_OUTLINE_PX = 4;

/** The part of the whole width that fills the canvas, in shares. */
export interface FlameWindow {
  readonly from: number;
  readonly to: number;
}

export interface FlameScene {
  readonly trace: TraceRows;
  readonly layout: FlameLayout;
  readonly theme: Theme;
  readonly text: TextFit;
  readonly window: FlameWindow;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Nodes, -1 for none. */
  readonly selected: number;
  readonly hovered: number;
  readonly focused: boolean;
  /** 1 for each node a search found; `undefined` while there is no search. */
  readonly matched: Uint8Array | undefined;
}

/** Paints the boxes on the screen, one pass over the nodes that may be there. */
export function drawFlame(context: CanvasRenderingContext2D, scene: FlameScene): void {
  const { layout, theme, widthPx, heightPx, topPx } = scene;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, widthPx, heightPx);
  context.font = `${theme.fontSizePx - 1}px ${theme.fontFamily}`;
  context.textBaseline = 'middle';
  const firstLevel = Math.floor(topPx / LEVEL_PX);
  // How far each level on the screen is painted: a sliver on a painted pixel would not be seen.
  const paintedTo = new Float64Array(Math.ceil(heightPx / LEVEL_PX) + 2).fill(Number.NEGATIVE_INFINITY);
  for (let node = 0; node < layout.count;) {
    const y = layout.level[node]! * LEVEL_PX - topPx;
    const from = flameX(scene, layout.reachLeft[node]!);
    const to = flameX(scene, layout.reachRight[node]!);
    if (y >= heightPx || to - from < MIN_PX || to < 0 || from > widthPx) {
      node = layout.tree.subtreeEnd[node]!;
      continue;
    }
    if (y > -LEVEL_PX) {
      const line = layout.level[node]! - firstLevel;
      const right = flameX(scene, layout.right[node]!);
      const left = flameX(scene, layout.left[node]!);
      if (right - left >= MIN_PX && right > paintedTo[line]! + MIN_PX) {
        paintedTo[line] = Math.max(right, paintedTo[line]!);
        drawBox(context, scene, node, left, right, y);
      }
    }
    node++;
  }
  outline(context, scene, scene.hovered, theme.foreground, 1);
  outline(context, scene, scene.selected, theme.highContrast ? theme.foreground : theme.focus, scene.focused ? 2 : 1.5);
}

/** Where a share of the whole lies on the canvas. */
export function flameX({ window, widthPx }: Pick<FlameScene, 'window' | 'widthPx'>, share: number): number {
  return FLAME_PAD_PX + ((share - window.from) / (window.to - window.from)) * (widthPx - 2 * FLAME_PAD_PX);
}

/** The node whose box is under a point, -1 for none. */
export function nodeAt(scene: Omit<FlameScene, 'theme' | 'text'>, x: number, y: number): number {
  const { layout } = scene;
  const level = Math.floor((y + scene.topPx) / LEVEL_PX);
  for (let node = 0; node < layout.count;) {
    const outside =
      flameX(scene, layout.reachLeft[node]!) > x + 1 ||
      flameX(scene, layout.reachRight[node]!) < x - 1 ||
      layout.level[node]! > level;
    if (outside) node = layout.tree.subtreeEnd[node]!;
    else if (
      layout.level[node] === level &&
      flameX(scene, layout.left[node]!) <= x &&
      x < Math.max(flameX(scene, layout.right[node]!), flameX(scene, layout.left[node]!) + 1)
    )
      return node;
    else node++;
  }
  return -1;
}

function drawBox(
  context: CanvasRenderingContext2D,
  { trace, layout, theme, text, widthPx, matched }: FlameScene,
  node: number,
  left: number,
  right: number,
  y: number,
): void {
  const [x, end] = [Math.max(-4, left), Math.min(widthPx + 4, right)];
  const slot = trace.slots[layout.service[node]!]!;
  const gap = end - x > 3 ? 1 : 0;
  const width = Math.max(MIN_PX, end - x - gap);
  const height = LEVEL_PX - 1;
  const dimmed = matched !== undefined && matched[node] === 0;
  context.globalAlpha = dimmed ? 0.25 : 1;
  context.fillStyle = theme.bars[slot]!;
  if (width > 6) fillRounded(context, x, y, width, height, 2);
  else context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
  if (width < MIN_LABEL_PX) {
    if (layout.errors[node]! > 0 && width > 3) {
      context.fillStyle = theme.error;
      context.fillRect(x, y + height - 3, width, 3);
    }
    return;
  }
  const middle = y + height / 2 + 0.5;
  const ink = dimmed ? theme.dim : theme.barTexts[slot]!;
  let room = width - 2 * TEXT_PAD_PX - Math.max(0, -x);
  const textX = Math.max(0, x) + TEXT_PAD_PX;
  if (layout.errors[node]! > 0 && width > MIN_MARK_PX) {
    drawErrorMark(context, Math.min(widthPx, x + width) - 11, y + height / 2, theme.error, theme.background);
    room -= 16;
  }
  const name = text.fit(trace.nameOf(layout.row[node]!), room);
  context.fillStyle = ink;
  context.fillText(name, textX, middle);
  const numbers = numbersOf(layout, node);
  const free = room - text.width(name) - 12;
  if (free < text.width(numbers)) return;
  context.fillText(numbers, textX + room - text.width(numbers), middle);
}

function numbersOf({ mode, spans, totalNs }: FlameLayout, node: number): string {
  const total = formatDuration(totalNs[node]!);
  return mode === 'spans' || spans[node] === 1 ? total : `${spans[node]!.toLocaleString('en')} × · ${total}`;
}

function outline(
  context: CanvasRenderingContext2D,
  scene: FlameScene,
  node: number,
  color: string,
  widthPx: number,
): void {
  if (node < 0 || node >= scene.layout.count) return;
  const { layout, topPx } = scene;
  const left = Math.max(-4, flameX(scene, layout.left[node]!));
  const right = Math.min(scene.widthPx + 4, flameX(scene, layout.right[node]!));
  const y = layout.level[node]! * LEVEL_PX - topPx;
  if (right < 0 || left > scene.widthPx || y > scene.heightPx || y < -LEVEL_PX) return;
  const width = Math.max(MIN_OUTLINE_PX, right - left - 1);
  context.lineWidth = widthPx;
  // A line of the background's colour inside keeps the frame apart from a box of its own colour.
  if (width > 8) {
    context.strokeStyle = scene.theme.background;
    context.strokeRect(left + 2.5, y + 2.5, width - 5, LEVEL_PX - 6);
  }
  context.strokeStyle = color;
  context.strokeRect(left + 0.5, y + 0.5, width - 1, LEVEL_PX - 2);
}
