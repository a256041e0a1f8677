import { repeatRange, twistieRange } from './drawLabel.ts';
import type { WaterfallCommands } from './commands.ts';
import { nsAt } from './timeAxis.ts';
import { clampWindow } from './timeWindow.ts';
import type { Waterfall } from './waterfall.ts';

/** A pointer that moved less than this has clicked. */
const CLICK_PX = 4;
/** A wheel notch of 100 pixels zooms by a fifth. */
const ZOOM_PER_PX = 0.0018;

/** Pointer and wheel on the rows: click selects, twistie folds, drag over bars zooms, shift drag pans, double click opens. */
export function listenOnRows(view: Waterfall, commands: WaterfallCommands, openSource: () => void): void {
  const { tree } = view;
  const hover = (row: number): void => {
    if (view.pointing.value.hoverRow !== row) view.pointing.set({ ...view.pointing.value, hoverRow: row });
  };
  tree.addEventListener('pointermove', (event) => {
    if (event.buttons === 0) hover(inRows(view, event) ? view.rowAt(yOf(view, event)) : -1);
  });
  tree.addEventListener('pointerleave', () => hover(-1));
  tree.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !inRows(view, event)) return;
    if (xOf(view, event) < view.chartLeftPx) pressLabel(view, commands, event);
    else pressBars(view, commands, event);
  });
  tree.addEventListener('dblclick', (event) => {
    if (inRows(view, event) && !onTwistie(view, event)) openSource();
  });
  tree.addEventListener('wheel', (event) => wheel(view, commands, event), { passive: false });
}

function pressLabel(view: Waterfall, commands: WaterfallCommands, event: PointerEvent): void {
  const row = view.rowAt(yOf(view, event));
  if (row < 0) return;
  const repeat = view.session?.folding.unfoldedAt(row) ?? -1;
  if (onTwistie(view, event)) commands.toggle(row);
  else if (repeat >= 0 && onRepeats(view, event, row)) commands.toggleRepeat(repeat);
  else view.session?.select(row);
}

function pressBars(view: Waterfall, commands: WaterfallCommands, down: PointerEvent): void {
  const { tree } = view;
  const startX = xOf(view, down);
  let lastX = startX;
  let dragged = false;
  tree.setPointerCapture(down.pointerId);
  const move = (event: PointerEvent): void => {
    const x = Math.max(view.chartLeftPx, xOf(view, event));
    dragged ||= Math.abs(x - startX) >= CLICK_PX;
    if (!dragged) return;
    if (down.shiftKey) commands.pan(lastX - x);
    else view.pointing.set({ ...view.pointing.value, rowsBrush: { fromPx: startX, toPx: x } });
    lastX = x;
  };
  const end = (event: PointerEvent): void => {
    tree.removeEventListener('pointermove', move);
    tree.removeEventListener('pointerup', end);
    tree.removeEventListener('pointercancel', end);
    view.pointing.set({ ...view.pointing.value, rowsBrush: undefined });
    const { session } = view;
    if (session === undefined || event.type === 'pointercancel') return;
    if (!dragged) {
      const row = view.rowAt(yOf(view, down));
      if (row >= 0) session.select(row);
    } else if (!down.shiftKey) {
      const axis = view.axis(session, false);
      const [a, b] = [nsAt(axis, Math.min(startX, lastX)), nsAt(axis, Math.max(startX, lastX))];
      view.zoomTo(clampWindow(a, b, session.whole));
    }
  };
  tree.addEventListener('pointermove', move);
  tree.addEventListener('pointerup', end);
  tree.addEventListener('pointercancel', end);
}

function wheel(view: Waterfall, commands: WaterfallCommands, event: WheelEvent): void {
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 24 : 1;
  const [deltaX, deltaY] = [event.deltaX * unit, event.deltaY * unit];
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    commands.zoom(Math.exp(Math.min(200, Math.max(-200, deltaY)) * ZOOM_PER_PX), xOf(view, event));
  } else if (event.shiftKey || Math.abs(deltaX) > Math.abs(deltaY)) {
    event.preventDefault();
    commands.pan(deltaX === 0 ? deltaY : deltaX);
  } else if (view.scroll.scaled) {
    // The native scroller is a scaled picture here: a notch of the wheel would skip rows.
    event.preventDefault();
    view.scroll.by(deltaY);
  }
}

function onTwistie(view: Waterfall, event: MouseEvent): boolean {
  const { session } = view;
  const row = view.rowAt(yOf(view, event));
  const indent = view.indentOnScreen();
  if (session === undefined || row < 0 || indent === undefined) return false;
  if (!session.trace.tree.hasChildren(row) && session.folding.foldedAt(row) < 0) return false;
  const [from, to] = twistieRange(indent, session.trace.columns.depth[row]!);
  const x = xOf(view, event);
  return x >= from && x < to;
}

function onRepeats(view: Waterfall, event: MouseEvent, row: number): boolean {
  const indent = view.indentOnScreen();
  if (view.session === undefined || indent === undefined) return false;
  const [from, to] = repeatRange(indent, view.session.trace.columns.depth[row]!, view.repeatLabelPx(row));
  return xOf(view, event) >= from && xOf(view, event) < to;
}

function xOf(view: Waterfall, event: MouseEvent): number {
  return event.clientX - view.tree.getBoundingClientRect().left;
}

function yOf(view: Waterfall, event: MouseEvent): number {
  return event.clientY - view.tree.getBoundingClientRect().top;
}

/** Not on the scrollbar. */
function inRows(view: Waterfall, event: MouseEvent): boolean {
  return xOf(view, event) < view.tree.clientWidth;
}
