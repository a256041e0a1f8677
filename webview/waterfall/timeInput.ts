import type { WaterfallCommands } from './commands.ts';
import { MINIMAP_PX } from './minimap.ts';
import { nsAt, type TimeAxis, xOf } from './timeAxis.ts';
import { clampWindow, isWhole, panWindow, type TimeWindow } from './timeWindow.ts';
import type { Waterfall } from './waterfall.ts';
import type { Session } from '../session.ts';

const CLICK_PX = 4;
/** So near to an edge of the window a drag moves that edge. */
const EDGE_PX = 5;

/** Pointer on the minimap and the ruler: drag zooms, dragging the window moves it, double click shows all. */
export function listenOnTime(view: Waterfall, commands: WaterfallCommands): void {
  const minimap = view.minimap.layer.element;
  minimap.addEventListener('pointerdown', (event) => {
    const { session } = view;
    if (session === undefined || event.button !== 0) return;
    const axis = view.minimap.axisOf(session, view.chartWidth);
    drag(view, session, event, axis, 'minimapBrush', grab(session, axis, event.offsetX));
  });
  minimap.addEventListener('pointermove', (event) => {
    const { session } = view;
    if (session === undefined || event.buttons !== 0) return;
    const what = grab(session, view.minimap.axisOf(session, view.chartWidth), event.offsetX);
    minimap.style.cursor = what === 'new' ? 'crosshair' : what === 'move' ? 'grab' : 'ew-resize';
  });
  const ruler = view.ruler.element;
  ruler.addEventListener('pointerdown', (event) => {
    const { session } = view;
    if (session !== undefined && event.button === 0)
      drag(view, session, event, view.axis(session, true), 'rulerBrush', 'new');
  });
  for (const strip of [minimap, ruler]) {
    strip.addEventListener('dblclick', () => commands.resetZoom());
    strip.addEventListener('wheel', (event) => wheel(view, commands, event), { passive: false });
  }
}

type Grab = 'new' | 'move' | 'from' | 'to';

function grab(session: Session, axis: TimeAxis, x: number): Grab {
  const { value: shown } = session.window;
  if (isWhole(shown, session.whole)) return 'new';
  const [left, right] = [xOf(axis, shown.fromNs), xOf(axis, shown.toNs)];
  if (Math.abs(x - left) <= EDGE_PX) return 'from';
  if (Math.abs(x - right) <= EDGE_PX) return 'to';
  return x > left && x < right ? 'move' : 'new';
}

function drag(
  view: Waterfall,
  session: Session,
  down: PointerEvent,
  axis: TimeAxis,
  brush: 'minimapBrush' | 'rulerBrush',
  what: Grab,
): void {
  const strip = down.currentTarget as HTMLElement;
  const startX = down.offsetX;
  const start = session.window.value;
  let dragged = false;
  strip.setPointerCapture(down.pointerId);
  const xOfEvent = (event: PointerEvent): number => event.clientX - strip.getBoundingClientRect().left;
  const move = (event: PointerEvent): void => {
    const x = xOfEvent(event);
    dragged ||= Math.abs(x - startX) >= CLICK_PX;
    if (!dragged) return;
    if (what === 'new') view.pointing.set({ ...view.pointing.value, [brush]: { fromPx: startX, toPx: x } });
    else session.window.set(adjusted(what, start, session, nsAt(axis, x), nsAt(axis, startX)));
  };
  const end = (event: PointerEvent): void => {
    strip.removeEventListener('pointermove', move);
    strip.removeEventListener('pointerup', end);
    strip.removeEventListener('pointercancel', end);
    view.pointing.set({ ...view.pointing.value, [brush]: undefined });
    if (event.type === 'pointercancel') return;
    const x = xOfEvent(event);
    if (dragged && what === 'new') {
      const [a, b] = [nsAt(axis, Math.min(startX, x)), nsAt(axis, Math.max(startX, x))];
      view.zoomTo(clampWindow(a, b, session.whole));
    } else if (!dragged && brush === 'minimapBrush') jump(view, session, event.offsetY);
  };
  strip.addEventListener('pointermove', move);
  strip.addEventListener('pointerup', end);
  strip.addEventListener('pointercancel', end);
}

function adjusted(
  what: Exclude<Grab, 'new'>,
  start: TimeWindow,
  session: Session,
  ns: number,
  startNs: number,
): TimeWindow {
  switch (what) {
    case 'move':
      return panWindow(start, ns - startNs, session.whole);
    case 'from':
      return clampWindow(Math.min(ns, start.toNs), start.toNs, session.whole);
    case 'to':
      return clampWindow(start.fromNs, Math.max(ns, start.fromNs), session.whole);
  }
}

/** A click on the minimap brings the rows at that height into the middle. */
function jump(view: Waterfall, session: Session, offsetY: number): void {
  const row = Math.floor(
    (Math.min(Math.max(0, offsetY - 4), MINIMAP_PX - 9) / (MINIMAP_PX - 8)) * session.trace.header.count,
  );
  view.scroll.center(session.folding.indexOf(Math.min(row, session.trace.loaded - 1)));
}

function wheel(view: Waterfall, commands: WaterfallCommands, event: WheelEvent): void {
  event.preventDefault();
  if (event.ctrlKey || event.metaKey) commands.zoom(Math.exp(event.deltaY * 0.0018), event.offsetX + view.chartLeftPx);
  else if (event.shiftKey || event.deltaX !== 0) commands.pan(event.deltaX === 0 ? event.deltaY : event.deltaX);
  else view.scroll.by(event.deltaY);
}
