import { type Matches, NO_MATCHES } from './matches.ts';
import { Atom } from './store.ts';
import type { TraceRows } from './traceRows.ts';
import { Folding } from './waterfall/folding.ts';
import { type TimeWindow, wholeWindow } from './waterfall/timeWindow.ts';

export interface Selection {
  /** -1 for none. */
  readonly row: number;
  /** Whether the source line is to be shown beside the waterfall: not when a reload merely restores what was selected. */
  readonly reveal: boolean;
}

/** One trace as it is being looked at. A trace that is replaced by a fuller one gets a new session. */
export class Session {
  readonly trace: TraceRows;
  readonly folding: Folding;
  readonly whole: TimeWindow;
  readonly window: Atom<TimeWindow>;
  readonly selection: Atom<Selection>;
  readonly matches = new Atom<Matches>(NO_MATCHES);
  /** How many rows are there; changes while the trace loads. */
  readonly loaded = new Atom(0);

  constructor(trace: TraceRows, selectedRow: number, collapsed: readonly number[]) {
    this.trace = trace;
    this.folding = new Folding(trace, collapsed);
    this.whole = wholeWindow(trace.header.durationNs);
    this.window = new Atom(this.whole);
    this.selection = new Atom<Selection>({ row: selectedRow, reveal: false });
  }

  get selectedRow(): number {
    return this.selection.value.row;
  }

  /** Selects a row as the user does. */
  select(row: number): void {
    if (row >= 0 && row < this.trace.loaded && row !== this.selectedRow) this.selection.set({ row, reveal: true });
  }

  grown(): void {
    this.folding.grown(this.loaded.value);
    this.loaded.set(this.trace.loaded);
  }
}
