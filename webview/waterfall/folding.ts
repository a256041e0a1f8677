import { Atom } from '../store.ts';
import type { TraceRows } from '../traceRows.ts';
import { MAX_COLLAPSED } from '../viewState.ts';
import { VisibleRows } from './visibleRows.ts';

/** Which rows are collapsed, and so which are shown. */
export class Folding {
  readonly visible: Atom<VisibleRows>;
  readonly #trace: TraceRows;
  readonly #collapsed: Uint8Array;
  /** Rows still to come that deeper than this are collapsed as well. */
  #level = Number.POSITIVE_INFINITY;
  /** What {@link collapsedRows} found since the last change. */
  #seen: readonly number[] | undefined;

  /** `collapsed` are rows collapsed from the start, whether loaded yet or not. */
  constructor(trace: TraceRows, collapsed: readonly number[]) {
    this.#trace = trace;
    this.#collapsed = new Uint8Array(trace.header.count);
    for (const row of collapsed) if (row >= 0 && row < this.#collapsed.length) this.#collapsed[row] = 1;
    this.visible = new Atom(VisibleRows.all(0));
    this.grown(0);
  }

  isCollapsed(row: number): boolean {
    return this.#collapsed[row] === 1 && this.#trace.tree.hasChildren(row);
  }

  /** More rows arrived, the first of them `from`. */
  grown(from: number): void {
    if (this.#level < Number.POSITIVE_INFINITY) this.#applyLevel(from);
    this.#update();
  }

  set(row: number, collapsed: boolean): void {
    if (this.#collapsed[row] === Number(collapsed)) return;
    this.#collapsed[row] = Number(collapsed);
    this.#update();
  }

  /** Shows `levels` levels of every tree: 1 for the roots alone, infinity for all. */
  showLevels(levels: number): void {
    this.#level = levels;
    this.#applyLevel(0);
    this.#update();
  }

  /** Expands what hides `row`. */
  reveal(row: number): void {
    let changed = false;
    for (let above = this.#trace.tree.parent[row] ?? -1; above >= 0; above = this.#trace.tree.parent[above]!) {
      if (this.#collapsed[above] === 1) changed = true;
      this.#collapsed[above] = 0;
    }
    if (changed) this.#update();
  }

  /** The collapsed rows one can see, at most {@link MAX_COLLAPSED}: those below them would show nothing new. */
  collapsedRows(): readonly number[] {
    return (this.#seen ??= this.#collapsedRows());
  }

  #collapsedRows(): readonly number[] {
    const rows: number[] = [];
    const { value: visible } = this.visible;
    if (visible.count === this.#trace.loaded) return rows;
    for (let index = 0; index < visible.count && rows.length < MAX_COLLAPSED; index++) {
      const row = visible.rowAt(index);
      if (this.isCollapsed(row)) rows.push(row);
    }
    return rows;
  }

  #applyLevel(from: number): void {
    const { depth } = this.#trace.columns;
    for (let row = from; row < this.#trace.loaded; row++) this.#collapsed[row] = Number(depth[row]! + 1 >= this.#level);
  }

  #update(): void {
    this.#seen = undefined;
    this.visible.set(VisibleRows.of(this.#trace.tree, this.#collapsed));
  }
}
