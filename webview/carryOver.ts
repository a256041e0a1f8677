import { sameRows } from './sameRows.ts';
import { Session } from './session.ts';
import type { TraceRows } from './traceRows.ts';
import { ROW_PX } from './waterfall/scene.ts';
import { clampWindow, isWhole } from './waterfall/timeWindow.ts';

interface CarriedOver {
  readonly session: Session;
  /** So that the row that is looked at stays where it is; `undefined` when it is gone. */
  readonly scrollTopPx: number | undefined;
}

/**
 * A session of a later state of the trace, in the place of an earlier one: the same span selected (`otherwise` if that is gone), the
 * same ones collapsed, the same time shown. The selected row keeps its place if it is among the rows on the screen, which
 * is `heightPx` high, otherwise the first of these.
 */
export function carryOver(
  before: Session,
  { topPx: scrollTopPx, heightPx }: { readonly topPx: number; readonly heightPx: number },
  trace: TraceRows,
  otherwise: number,
): CarriedOver {
  const visible = before.folding.visible.value;
  const selectedIndex = before.selectedRow < 0 ? -1 : before.folding.indexOf(before.selectedRow);
  const selectedPx = selectedIndex * ROW_PX - scrollTopPx;
  const isSeen = selectedIndex >= 0 && selectedPx >= 0 && selectedPx < heightPx;
  const placeIndex = isSeen ? selectedIndex : Math.min(Math.floor(scrollTopPx / ROW_PX), visible.count - 1);
  const placeRow = placeIndex < 0 ? -1 : visible.rowAt(placeIndex);
  const collapsed = before.folding.collapsedRows();
  const focus = before.folding.focus.value;
  // What is shown by itself stays so, also when more of its like make a group of it now.
  const alone = [placeRow, before.selectedRow].filter((row) => row >= 0 && before.folding.foldedAt(row) < 0);
  const unfolded = [...before.folding.unfoldedRows(), ...alone];
  const places = [placeRow, before.selectedRow, focus, ...collapsed, ...unfolded].filter((row) => row >= 0);
  const now = sameRows(before.trace, places, trace);
  const session = new Session(
    trace,
    now.get(before.selectedRow) ?? otherwise,
    collapsed.map((row) => now.get(row) ?? -1),
    before.options,
  );
  const { fromNs, toNs } = before.window.value;
  // An earlier span may have arrived: the same time has another offset now.
  const shiftNs = Number(BigInt(before.trace.header.startEpochNs) - BigInt(trace.header.startEpochNs));
  if (!isWhole(before.window.value, before.whole))
    session.window.set(clampWindow(fromNs + shiftNs, toNs + shiftNs, session.whole));
  session.grown();
  session.folding.focusOn(now.get(focus) ?? -1);
  session.folding.unfold(unfolded.map((row) => now.get(row) ?? -1));
  const place = now.get(placeRow);
  const moved = place === undefined ? undefined : session.folding.indexOf(place) * ROW_PX;
  return { session, scrollTopPx: moved === undefined ? undefined : moved + scrollTopPx - placeIndex * ROW_PX };
}
