import type { RowTree } from '../../src/core/rowTree.ts';

/** The rows that are shown when some are collapsed, by their place on the screen. */
export class VisibleRows {
  readonly count: number;
  /** `undefined` when every row is shown: a million rows need no list to say so. */
  readonly #rows: Uint32Array | undefined;

  private constructor(count: number, rows: Uint32Array | undefined) {
    this.count = count;
    this.#rows = rows;
  }

  static all(count: number): VisibleRows {
    return new VisibleRows(count, undefined);
  }

  /** One pass that hops over what is below a collapsed row. */
  static of(tree: RowTree, collapsed: Uint8Array): VisibleRows {
    const rows = new Uint32Array(tree.size);
    let count = 0;
    for (let row = 0; row < tree.size; row = collapsed[row] === 1 ? tree.subtreeEnd[row]! : row + 1)
      rows[count++] = row;
    return count === tree.size ? VisibleRows.all(count) : new VisibleRows(count, rows.slice(0, count));
  }

  rowAt(index: number): number {
    return this.#rows === undefined ? index : this.#rows[index]!;
  }

  /** The place of `row`, or of the ancestor it is hidden under; -1 before the first. */
  indexOf(row: number): number {
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
}
