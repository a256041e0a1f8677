import { sameRows } from './sameRows.ts';
import { Session } from './session.ts';
import type { TraceRows } from './traceRows.ts';
import { ROW_PX } from './waterfall/scene.ts';
import { clampWindow, isWhole } from './waterfall/timeWindow.ts';

interface CarriedOver {
  readonly session: Session;
  /** Where the row that was at the top is now; `undefined` when it is gone. */
  readonly scrollTopPx: number | undefined;
}

/**
 * A session of a later state of the trace, in the place of an earlier one: the same span selected (`otherwise` if that is gone), the
 * same ones collapsed, the same time shown.
 */
export function carryOver(before: Session, scrollTopPx: number, trace: TraceRows, otherwise: number): CarriedOver {
  const visible = before.folding.visible.value;
  const topIndex = Math.min(Math.floor(scrollTopPx / ROW_PX), visible.count - 1);
  const topRow = topIndex < 0 ? -1 : visible.rowAt(topIndex);
  const collapsed = before.folding.collapsedRows();
  const places = [topRow, before.selectedRow, ...collapsed].filter((row) => row >= 0);
  const now = sameRows(before.trace, places, trace);
  const session = new Session(
    trace,
    now.get(before.selectedRow) ?? otherwise,
    collapsed.map((row) => now.get(row) ?? -1),
  );
  const { fromNs, toNs } = before.window.value;
  if (!isWhole(before.window.value, before.whole)) session.window.set(clampWindow(fromNs, toNs, session.whole));
  session.grown();
  const top = now.get(topRow);
  const moved = top === undefined ? undefined : session.folding.visible.value.indexOf(top) * ROW_PX;
  return { session, scrollTopPx: moved === undefined ? undefined : moved + scrollTopPx - topIndex * ROW_PX };
}
