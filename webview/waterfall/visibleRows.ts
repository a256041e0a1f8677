import type { RowTree } from '../../src/core/rowTree.ts';

/** The rows that are shown when some are hidden, by their place on the screen. */
export class VisibleRows {
  readonly count: number;
  /** `undefined` when every row is shown: a million rows need no list to say so. */
  readonly #rows: Uint32Array | undefined;
  /** The place of each row, -1 for hidden ones: only when rows are not in the order of the trace. */
  readonly #places: Int32Array | undefined;
  readonly #tree: RowTree | undefined;

  private constructor(count: number, rows: Uint32Array | undefined, tree?: RowTree, places?: Int32Array) {
    this.count = count;
    this.#rows = rows;
    this.#tree = tree;
    this.#places = places;
  }

  static all(count: number): VisibleRows {
    return new VisibleRows(count, undefined);
  }

  /** One pass that hops over what is below a collapsed row. */
  static of(tree: RowTree, collapsed: Uint8Array): VisibleRows {
    return VisibleRows.walk(tree, 0, tree.size, (row) => (collapsed[row] === 1 ? tree.subtreeEnd[row]! : row + 1));
  }

  /**
   * Rows of [from, to): `after` says which row comes after one, or, when that is negative, that this one is hidden and -next is next.
   * One pass.
   */
  static walk(tree: RowTree, from: number, to: number, after: (row: number) => number): VisibleRows {
    const rows = new Uint32Array(to - from);
    let count = 0;
    for (let row = from; row < to;) {
      const next = after(row);
      if (next > 0) rows[count++] = row;
      row = Math.abs(next);
    }
    return count === tree.size ? VisibleRows.all(count) : new VisibleRows(count, rows.slice(0, count));
  }

  /** The same over `order`, a depth-first order of all rows other than their own. */
  static walkOrdered(tree: RowTree, order: Uint32Array, root: number, after: (row: number) => number): VisibleRows {
    const from = root < 0 ? 0 : order.indexOf(root);
    const to = root < 0 ? order.length : from + tree.subtreeEnd[root]! - root;
    const rows = new Uint32Array(to - from);
    const places = new Int32Array(tree.size).fill(-1);
    let count = 0;
    for (let place = from; place < to;) {
      const row = order[place]!;
      const next = after(row);
      if (next > 0) {
        places[row] = count;
        rows[count++] = row;
      }
      place += Math.abs(next) - row;
    }
    return new VisibleRows(count, rows.slice(0, count), tree, places);
  }

  rowAt(index: number): number {
    return this.#rows === undefined ? index : this.#rows[index]!;
  }

  /** The place of `row`, or of what it is hidden under; -1 before the first. */
  indexOf(row: number): number {
    if (this.#places !== undefined && this.#tree !== undefined) {
      let shown = row;
      while (shown >= 0 && this.#places[shown]! < 0) shown = this.#tree.parent[shown]!;
      return shown < 0 ? -1 : this.#places[shown]!;
    }
    const rows = this.#rows;
    if (rows === undefined) return Math.min(row, this.count - 1);
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (rows[middle]! <= row) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  isShown(row: number): boolean {
    const index = this.indexOf(row);
    return index >= 0 && this.rowAt(index) === row;
  }
}
