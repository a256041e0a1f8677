/** Places of equal items, rising in both. */
export type Pair = readonly [before: number, after: number];

/** Beyond this many insertions and deletions the answer is not worth its quadratic price: 4 MB and some 10 ms. */
const MAX_EDITS = 1_000;

/**
 * A longest common subsequence of two lists of numbers (Myers, "An O(ND) Difference Algorithm", 1986).
 * `undefined` when they differ in too much.
 */
export function commonSubsequence(before: Int32Array, after: Int32Array): readonly Pair[] | undefined {
  const maxEdits = Math.min(before.length + after.length, MAX_EDITS);
  const origin = maxEdits + 1;
  /** By diagonal (place before minus place after): how far into `before` the best path of so many edits gets. */
  const furthest = new Int32Array(2 * maxEdits + 3);
  const history: Int32Array[] = [];
  for (let edits = 0; edits <= maxEdits; edits++) {
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const at = origin + diagonal;
      let x = comesDown(furthest, at, diagonal, edits) ? furthest[at + 1]! : furthest[at - 1]! + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      furthest[at] = x;
      if (x >= before.length && x - diagonal >= after.length) return walkBack(history, before.length, after.length);
    }
    history.push(furthest.slice(origin - edits, origin + edits + 1));
  }
  return undefined;
}

/** Whether the best way onto a diagonal is an insertion, from the diagonal above, and not a deletion. */
function comesDown(furthest: Int32Array, at: number, diagonal: number, edits: number): boolean {
  return diagonal === -edits || (diagonal !== edits && furthest[at - 1]! < furthest[at + 1]!);
}

function walkBack(history: readonly Int32Array[], beforeLength: number, afterLength: number): readonly Pair[] {
  const pairs: Pair[] = [];
  let x = beforeLength;
  let y = afterLength;
  for (let edits = history.length; edits > 0; edits--) {
    const furthest = history[edits - 1]!;
    const diagonal = x - y;
    const at = diagonal + edits - 1;
    const down = comesDown(furthest, at, diagonal, edits);
    const fromX = furthest[down ? at + 1 : at - 1]!;
    const fromY = fromX - (down ? diagonal + 1 : diagonal - 1);
    while (x > fromX && y > fromY) pairs.push([--x, --y]);
    x = fromX;
    y = fromY;
  }
  while (x > 0 && y > 0) pairs.push([--x, --y]);
  return pairs.toReversed();
}
