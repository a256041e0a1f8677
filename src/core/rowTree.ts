/**
 * Who is whose parent among the rows of a trace, from their depths alone: rows are in depth-first order, so the parent of row r
 * is the last row before r with a smaller depth, and the subtree of r is the run of deeper rows after it.
 * Rows may be appended in pieces; one pass over them in total, no recursion (chains reach 100,000 spans).
 */
export class RowTree {
  /** -1 for roots. */
  readonly parent: Int32Array;
  /** One past the last row of the subtree; for rows that may still grow, one past the last row appended. */
  readonly subtreeEnd: Uint32Array;
  /** 1 for the first child of its parent, or the first root. */
  readonly position: Uint32Array;
  readonly childCount: Uint32Array;
  #rootCount = 0;
  #size = 0;
  /** Rows whose subtree may still grow, outermost first. */
  readonly #open: number[] = [];

  constructor(capacity: number) {
    this.parent = new Int32Array(capacity);
    this.subtreeEnd = new Uint32Array(capacity);
    this.position = new Uint32Array(capacity);
    this.childCount = new Uint32Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  get rootCount(): number {
    return this.#rootCount;
  }

  /** Takes rows [size, end) of `depth`. */
  append(depth: Uint32Array, end: number): void {
    const open = this.#open;
    for (let row = this.#size; row < end; row++) {
      while (open.length > 0 && depth[open.at(-1)!]! >= depth[row]!) this.subtreeEnd[open.pop()!] = row;
      const parent = open.at(-1) ?? -1;
      this.parent[row] = parent;
      this.position[row] = parent < 0 ? ++this.#rootCount : ++this.childCount[parent]!;
      open.push(row);
    }
    for (const row of open) this.subtreeEnd[row] = end;
    this.#size = end;
  }

  hasChildren(row: number): boolean {
    return this.childCount[row]! > 0;
  }

  /** How many children the row's parent has, or how many roots there are. */
  siblingCount(row: number): number {
    const parent = this.parent[row]!;
    return parent < 0 ? this.#rootCount : this.childCount[parent]!;
  }

  /** Rows of the subtree without the row itself. */
  descendantCount(row: number): number {
    return this.subtreeEnd[row]! - row - 1;
  }
}
