import { selfTimes } from '../src/core/selfTime.ts';
import { firstFrom, type Matches, NO_MATCHES } from './matches.ts';
import { Atom } from './store.ts';
import type { TraceRows } from './traceRows.ts';
import { type CriticalLines, criticalLines } from './waterfall/criticalLines.ts';
import { Folding } from './waterfall/folding.ts';
import { siblingOrder } from './waterfall/siblingOrder.ts';
import { type TimeWindow, wholeWindow } from './waterfall/timeWindow.ts';
import { ViewOptions } from './waterfall/viewOptions.ts';

export interface Selection {
  /** -1 for none. */
  readonly row: number;
  /** Whether the source line is to be shown beside the waterfall: not when a reload merely restores what was selected. */
  readonly reveal: boolean;
}

/** One trace as it is being looked at. A trace that is replaced by a fuller one gets a new session. */
export class Session {
  readonly trace: TraceRows;
  readonly options: ViewOptions;
  readonly folding: Folding;
  readonly whole: TimeWindow;
  readonly window: Atom<TimeWindow>;
  readonly selection: Atom<Selection>;
  readonly matches = new Atom<Matches>(NO_MATCHES);
  /** Shows only the matches, with their ancestors; without matches it does nothing. */
  readonly filterToMatches = new Atom(false);
  /** How many rows are there; changes while the trace loads. */
  readonly loaded = new Atom(0);
  /** Once worked out, see {@link workOutCriticalPath}. */
  readonly critical = new Atom<CriticalLines | undefined>(undefined);
  readonly selfNs = new Atom<Float64Array | undefined>(undefined);
  #filteredBy: Uint32Array | undefined;
  #filteredLoaded = 0;

  constructor(trace: TraceRows, selectedRow: number, collapsed: readonly number[], options = new ViewOptions()) {
    this.trace = trace;
    this.options = options;
    this.folding = new Folding(trace, collapsed);
    this.whole = wholeWindow(trace.header.durationNs);
    this.window = new Atom(this.whole);
    this.selection = new Atom<Selection>({ row: selectedRow, reveal: false });
    this.matches.subscribe(() => this.#filter());
    this.filterToMatches.subscribe(() => this.#filter());
  }

  get selectedRow(): number {
    return this.selection.value.row;
  }

  /** All rows are there. */
  get complete(): boolean {
    return this.trace.loaded === this.trace.header.count;
  }

  /** Selects a row as the user does. */
  select(row: number): void {
    if (row >= 0 && row < this.trace.loaded && row !== this.selectedRow) this.selection.set({ row, reveal: true });
  }

  grown(): void {
    this.folding.grown(this.loaded.value);
    if (this.complete) {
      if (this.options.foldRepeats.value) this.folding.foldRepeats(true);
      this.arrange();
    }
    this.#filter();
    this.loaded.set(this.trace.loaded);
  }

  /** Brings siblings into the order that is chosen. */
  arrange(): void {
    if (this.complete) this.folding.arrange(siblingOrder(this.trace, this.options.order.value));
  }

  /** About a microsecond a span: not to be called in a frame. */
  workOutCriticalPath(): void {
    if (this.complete && this.critical.value === undefined)
      this.critical.set(criticalLines(this.trace.columns, this.trace.tree));
  }

  workOutSelfTimes(): void {
    if (this.complete && this.selfNs.value === undefined) this.selfNs.set(selfTimes(this.trace.columns));
  }

  /** Walking from match to match changes nothing here. */
  #filter(): void {
    const { text, rows } = this.matches.value;
    const wanted = this.filterToMatches.value && text !== '' ? rows : undefined;
    const loaded = wanted === undefined ? 0 : this.trace.loaded;
    if (wanted === this.#filteredBy && loaded === this.#filteredLoaded) return;
    this.#filteredBy = wanted;
    this.#filteredLoaded = loaded;
    this.folding.filter(wanted?.subarray(0, firstFrom(wanted, loaded)));
  }
}
