/** Where a search matched. */
export interface Matches {
  readonly text: string;
  /** Rows in display order. */
  readonly rows: Uint32Array;
  /** Index into {@link rows}, -1 for none. */
  readonly current: number;
}

export const NO_MATCHES: Matches = { text: '', rows: new Uint32Array(0), current: -1 };

export function isMatch(matches: Matches, row: number): boolean {
  return matches.rows[firstFrom(matches.rows, row)] === row;
}

/** Index of the first of the ascending `rows` that is `row` or after; their count when there is none. */
export function firstFrom(rows: Uint32Array, row: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
