import { type SiblingFolds, siblingFolds } from '../../src/core/siblingFolds.ts';
import { Atom } from '../store.ts';
import type { TraceRows } from '../traceRows.ts';
import { MAX_COLLAPSED } from '../viewState.ts';
import { VisibleRows } from './visibleRows.ts';

/** From so many equal siblings in a row on, they are shown as one. */
const MIN_REPEATS = 8;

/** Which rows are hidden, by collapsing, folding of repeats, a filter or the focus on a subtree, and so which are shown. */
export class Folding {
  readonly visible: Atom<VisibleRows>;
  /** Root of the only subtree that is shown, -1 for the whole trace. */
  readonly focus = new Atom(-1);
  readonly #trace: TraceRows;
  #collapsed: Uint8Array;
  /** What was collapsed before the filter, which starts with everything expanded. */
  #unfiltered: Uint8Array | undefined;
  /** 1 for rows that the filter lets through, with their ancestors. */
  #kept: Uint8Array | undefined;
  #keptCount = 0;
  #repeats: SiblingFolds | undefined;
  #unfolded = new Uint8Array(0);
  /** The rows of group n are `count[n]` entries from `#membersFrom[n]` on. */
  #members = new Uint32Array(0);
  #membersFrom = new Uint32Array(0);
  #order: Uint32Array | undefined;
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

  /** Collapses or expands every row of a service that has rows below it. */
  setService(service: number, collapsed: boolean): void {
    const { columns, tree } = this.#trace;
    for (let row = 0; row < this.#trace.loaded; row++)
      if (columns.service[row] === service && tree.hasChildren(row)) this.#collapsed[row] = Number(collapsed);
    this.#update();
  }

  /** Expands and unfolds what hides `row`; leaves the subtree in focus when the row is not in it. */
  reveal(row: number): void {
    let changed = false;
    const { tree } = this.#trace;
    for (let at = row; at >= 0; at = tree.parent[at]!) {
      if (at !== row && this.#collapsed[at] === 1) {
        this.#collapsed[at] = 0;
        changed = true;
      }
      const repeat = this.repeatOf(at);
      // The first of a fold is on the screen as the fold itself, but its children are not.
      if (repeat >= 0 && this.#unfolded[repeat] === 0 && (at !== row || this.#repeats!.first[repeat] !== row)) {
        this.#unfolded[repeat] = 1;
        changed = true;
      }
    }
    const focus = this.focus.value;
    if (focus >= 0 && (row < focus || row >= tree.subtreeEnd[focus]!)) {
      this.focus.set(-1);
      changed = true;
    }
    if (changed) this.#update();
  }

  /** Starts or stops folding repeats; once all rows are there. */
  foldRepeats(fold: boolean): void {
    if (!fold && this.#repeats === undefined) return;
    this.#repeats = fold ? siblingFolds(this.#trace.columns, this.#trace.tree, MIN_REPEATS) : undefined;
    this.#unfolded = new Uint8Array(this.#repeats?.first.length ?? 0);
    if (this.#repeats !== undefined) this.#gather(this.#repeats);
    this.#update();
  }

  /** Rows by group, in one pass: a parent may have 100,000 children in hundreds of groups that are not neighbours. */
  #gather({ foldOf, count }: SiblingFolds): void {
    const from = new Uint32Array(count.length);
    for (let repeat = 1; repeat < count.length; repeat++) from[repeat] = from[repeat - 1]! + count[repeat - 1]!;
    const next = from.slice();
    const members = new Uint32Array((from.at(-1) ?? 0) + (count.at(-1) ?? 0));
    for (let row = 0; row < foldOf.length; row++) if (foldOf[row]! >= 0) members[next[foldOf[row]!]!++] = row;
    this.#members = members;
    this.#membersFrom = from;
  }

  get repeats(): SiblingFolds | undefined {
    return this.#repeats;
  }

  /** Number of the group of repeats that the row is one of, folded or not; -1 when repeats are not folded just now. */
  repeatOf(row: number): number {
    if (this.#repeats === undefined || this.#kept !== undefined) return -1;
    return this.#repeats.foldOf[row] ?? -1;
  }

  /** The same if the row stands for the whole group, else -1. */
  foldedAt(row: number): number {
    const repeat = this.repeatOf(row);
    return repeat >= 0 && this.#unfolded[repeat] === 0 && this.#repeats!.first[repeat] === row ? repeat : -1;
  }

  /** The same if the row is the first of a group that is unfolded, else -1. */
  unfoldedAt(row: number): number {
    const repeat = this.repeatOf(row);
    return repeat >= 0 && this.#unfolded[repeat] === 1 && this.#repeats!.first[repeat] === row ? repeat : -1;
  }

  isUnfolded(repeat: number): boolean {
    return this.#unfolded[repeat] === 1;
  }

  setUnfolded(repeat: number, unfolded: boolean): void {
    if (this.#unfolded[repeat] === Number(unfolded)) return;
    this.#unfolded[repeat] = Number(unfolded);
    this.#update();
  }

  /** The first rows of the groups that are unfolded, at most {@link MAX_COLLAPSED}. */
  unfoldedRows(): readonly number[] {
    const rows: number[] = [];
    for (let repeat = 0; repeat < this.#unfolded.length && rows.length < MAX_COLLAPSED; repeat++)
      if (this.#unfolded[repeat] === 1) rows.push(this.#repeats!.first[repeat]!);
    return rows;
  }

  /** Unfolds the groups that these rows are of. */
  unfold(rows: readonly number[]): void {
    const repeats = rows.map((row) => this.repeatOf(row)).filter((repeat) => repeat >= 0);
    for (const repeat of repeats) this.#unfolded[repeat] = 1;
    if (repeats.length > 0) this.#update();
  }

  /** The row on the screen that shows `row` or hides it. One pass over its ancestors. */
  standIn(row: number): number {
    const { parent } = this.#trace.tree;
    let shown = row;
    for (let at = row; at >= 0; at = parent[at]!) {
      if (at !== row && this.#collapsed[at] === 1) shown = at;
      // Nothing above the subtree in focus hides anything.
      if (at === this.focus.value) break;
      const repeat = this.repeatOf(at);
      if (repeat >= 0 && this.#unfolded[repeat] === 0) shown = this.#repeats!.first[repeat]!;
    }
    return shown;
  }

  /** The place of {@link standIn} on the screen, -1 for none. */
  indexOf(row: number): number {
    return row < 0 ? -1 : this.visible.value.indexOf(this.standIn(row));
  }

  /** The rows of a group of repeats, in order. */
  rowsOf(repeat: number): Uint32Array {
    const { count } = this.#repeats!;
    const from = this.#membersFrom[repeat]!;
    return this.#members.subarray(from, from + count[repeat]!);
  }

  /** Shows only `rows`, in order, with their ancestors, nothing of it collapsed; `undefined` shows all again. */
  filter(rows: Uint32Array | undefined): void {
    if (rows === undefined) {
      if (this.#kept === undefined) return;
      this.#kept = undefined;
      this.#collapsed = this.#unfiltered ?? this.#collapsed;
      this.#unfiltered = undefined;
    } else {
      if (this.#unfiltered === undefined) {
        this.#unfiltered = this.#collapsed;
        this.#collapsed = new Uint8Array(this.#collapsed.length);
      }
      const kept = (this.#kept = new Uint8Array(this.#collapsed.length));
      this.#keptCount = 0;
      const { parent } = this.#trace.tree;
      for (const match of rows) {
        for (let row = match; row >= 0 && kept[row] === 0; row = parent[row]!) {
          kept[row] = 1;
          this.#keptCount++;
        }
      }
    }
    this.#update();
  }

  /** Rows that the filter hides; 0 without one. */
  get filteredOut(): number {
    return this.#kept === undefined ? 0 : this.#trace.loaded - this.#keptCount;
  }

  focusOn(row: number): void {
    if (row === this.focus.value) return;
    this.focus.set(row);
    this.#update();
  }

  /** A depth-first order of all rows other than that of the trace. */
  arrange(order: Uint32Array | undefined): void {
    if (order === this.#order) return;
    this.#order = order;
    this.#update();
  }

  /** The depth at which the rows on the screen start. */
  get baseDepth(): number {
    return this.focus.value < 0 ? 0 : this.#trace.columns.depth[this.focus.value]!;
  }

  /** The outermost collapsed rows, at most {@link MAX_COLLAPSED}: those below them would show nothing new. */
  collapsedRows(): readonly number[] {
    return (this.#seen ??= this.#collapsedRows());
  }

  #collapsedRows(): readonly number[] {
    const rows: number[] = [];
    const { tree, loaded } = this.#trace;
    if (this.visible.value.count === loaded && this.#kept === undefined) return rows;
    const collapsed = this.#unfiltered ?? this.#collapsed;
    for (let row = 0; row < loaded && rows.length < MAX_COLLAPSED;) {
      const isCollapsed = collapsed[row] === 1 && tree.hasChildren(row);
      if (isCollapsed) rows.push(row);
      row = isCollapsed ? tree.subtreeEnd[row]! : row + 1;
    }
    return rows;
  }

  #applyLevel(from: number): void {
    const { depth } = this.#trace.columns;
    for (let row = from; row < this.#trace.loaded; row++) this.#collapsed[row] = Number(depth[row]! + 1 >= this.#level);
  }

  #update(): void {
    this.#seen = undefined;
    const { tree } = this.#trace;
    const [collapsed, kept] = [this.#collapsed, this.#kept];
    const focus = this.focus.value;
    const [from, to] = focus < 0 ? [0, tree.size] : [focus, tree.subtreeEnd[focus]!];
    const after = (row: number): number => {
      if (kept !== undefined && kept[row] === 0 && row !== focus) return -tree.subtreeEnd[row]!;
      const repeat = row === focus ? -1 : this.repeatOf(row);
      if (repeat >= 0 && this.#unfolded[repeat] === 0)
        return this.#repeats!.first[repeat] === row ? tree.subtreeEnd[row]! : -tree.subtreeEnd[row]!;
      return collapsed[row] === 1 ? tree.subtreeEnd[row]! : row + 1;
    };
    this.visible.set(
      this.#order === undefined
        ? VisibleRows.walk(tree, from, to, after)
        : VisibleRows.walkOrdered(tree, this.#order, focus, after),
    );
  }
}
