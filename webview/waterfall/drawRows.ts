import { FIGURES_PX } from './columnLayout.ts';
import { drawBar } from './drawBar.ts';
import { drawFigures } from './drawFigures.ts';
import { drawLabel } from './drawLabel.ts';
import { type Indent, indentFor } from './indent.ts';
import { CHART_PAD_PX, ROW_PX, type Scene } from './scene.ts';
import { fillRounded } from './shapes.ts';
import { ticksOf } from './ticks.ts';
import { xOf } from './timeAxis.ts';

/** Rows on the screen: indexes [from, to) into the visible rows. */
export function rowsOnScreen(scene: {
  readonly topPx: number;
  readonly heightPx: number;
}): readonly [from: number, to: number] {
  return [Math.floor(scene.topPx / ROW_PX), Math.ceil((scene.topPx + scene.heightPx) / ROW_PX)];
}

/** Draws one frame: one pass over the rows on the screen, nothing else. */
export function drawRows(context: CanvasRenderingContext2D, scene: Scene): void {
  const { theme, labelWidthPx, widthPx, heightPx, visible } = scene;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, widthPx, heightPx);
  context.font = `${theme.fontSizePx - 1}px ${theme.fontFamily}`;
  context.textBaseline = 'middle';
  const [from, to] = rowsOnScreen(scene);
  const end = Math.min(to, visible.count);
  const indent = screenIndent(scene);
  for (let index = from; index < end; index++) drawRowBackground(context, scene, index);
  drawGrid(context, scene);
  for (let index = from; index < end; index++) {
    const row = visible.rowAt(index);
    const y = index * ROW_PX - Math.round(scene.topPx);
    const selected = row === scene.selectedRow;
    const textColor = !selected ? undefined : scene.focused ? theme.selectedText : theme.selectedInactiveText;
    drawLabel(context, scene, indent, row, y, textColor);
    if (scene.showFigures) drawFigures(context, scene, row, y, textColor);
    drawBar(context, scene, row, y, textColor);
  }
  drawSkeleton(context, scene, end);
  context.fillStyle = theme.border;
  context.fillRect(labelWidthPx - 1, 0, 1, heightPx);
  if (scene.showFigures) context.fillRect(labelWidthPx + FIGURES_PX - 1, 0, 1, heightPx);
  if (scene.brush !== undefined) {
    context.fillStyle = theme.brush;
    const { fromPx, toPx } = scene.brush;
    context.fillRect(Math.min(fromPx, toPx), 0, Math.abs(toPx - fromPx), heightPx);
  }
}

/** The indentation of the rows on the screen; the pointer asks for it as well. */
export function screenIndent(
  scene: Pick<Scene, 'trace' | 'folding' | 'visible' | 'labelWidthPx' | 'topPx' | 'heightPx'>,
): Indent {
  const { trace, visible } = scene;
  const base = scene.folding.baseDepth;
  const [from, to] = rowsOnScreen(scene);
  let deepest = 0;
  for (let index = from; index < Math.min(to, visible.count); index++)
    deepest = Math.max(deepest, trace.columns.depth[visible.rowAt(index)]!);
  const { stepPx, shiftPx } = indentFor(scene.labelWidthPx, trace.header.maxDepth, Math.max(0, deepest - base));
  return { stepPx, shiftPx: shiftPx + base * stepPx };
}

function drawRowBackground(context: CanvasRenderingContext2D, scene: Scene, index: number): void {
  const { theme, widthPx } = scene;
  const row = scene.visible.rowAt(index);
  const selected = row === scene.selectedRow;
  const hovered = row === scene.hoverRow;
  if (!selected && !hovered) return;
  const y = index * ROW_PX - Math.round(scene.topPx);
  context.fillStyle = !selected ? theme.hover : scene.focused ? theme.selected : theme.selectedInactive;
  context.fillRect(0, y, widthPx, ROW_PX);
  const outline = theme.activeBorder ?? (selected && scene.focused ? theme.focus : undefined);
  if (outline === undefined) return;
  context.strokeStyle = outline;
  context.lineWidth = 1;
  context.setLineDash(selected ? [] : [4, 3]);
  context.strokeRect(0.5, y + 0.5, widthPx - 1, ROW_PX - 1);
  context.setLineDash([]);
}

function drawGrid(context: CanvasRenderingContext2D, scene: Scene): void {
  context.fillStyle = scene.theme.grid;
  for (const tick of ticksOf(scene.axis.window, scene.stepNs))
    context.fillRect(Math.round(xOf(scene.axis, tick)), 0, 1, scene.heightPx);
}

/** Rows that are on their way: grey stand-ins, so that scrolling there is not into nothing. */
function drawSkeleton(context: CanvasRenderingContext2D, scene: Scene, fromIndex: number): void {
  if (scene.trace.loaded >= scene.trace.header.count) return;
  context.fillStyle = scene.theme.skeleton;
  const { axis, labelWidthPx } = scene;
  for (let y = fromIndex * ROW_PX - Math.round(scene.topPx); y < scene.heightPx; y += ROW_PX) {
    fillRounded(context, 24, y + 7, labelWidthPx - 80, ROW_PX - 14, 3);
    fillRounded(context, axis.leftPx + CHART_PAD_PX, y + 6, axis.widthPx / 3, ROW_PX - 12, 2);
  }
}
