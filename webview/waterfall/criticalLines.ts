import { criticalPath } from '../../src/core/criticalPath.ts';
import type { RowTree } from '../../src/core/rowTree.ts';
import type { TraceColumns } from '../../src/core/trace.ts';
import type { Intervals } from './intervals.ts';

/** The critical path by row, for drawing: the sections of row r are [first[r], first[r + 1]) of `sections`. */
export interface CriticalLines {
  readonly first: Uint32Array;
  readonly sections: Intervals;
  /** What each row itself is critical for. */
  readonly ownNs: Float64Array;
  /** Of the row with all below it. The path enters a subtree once, so that is one stretch; from Infinity where there is none. */
  readonly subtreeFromNs: Float64Array;
  readonly subtreeToNs: Float64Array;
}

/** Works the path out: a sort, then linear. */
export function criticalLines(columns: TraceColumns, tree: RowTree): CriticalLines {
  const { count } = columns;
  const path = criticalPath(columns, tree);
  const total = path.rows.length;
  const first = new Uint32Array(count + 1);
  for (let i = 0; i < total; i++) first[path.rows[i]! + 1]!++;
  for (let row = 0; row < count; row++) first[row + 1]! += first[row]!;
  const next = first.slice();
  const sections = { startNs: new Float64Array(total), endNs: new Float64Array(total) };
  const ownNs = new Float64Array(count);
  const subtreeFromNs = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  const subtreeToNs = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < total; i++) {
    const row = path.rows[i]!;
    const place = next[row]!++;
    const [start, end] = [path.startNs[i]!, path.endNs[i]!];
    sections.startNs[place] = start;
    sections.endNs[place] = end;
    ownNs[row]! += end - start;
    subtreeFromNs[row] = Math.min(subtreeFromNs[row]!, start);
    subtreeToNs[row] = Math.max(subtreeToNs[row]!, end);
  }
  for (let row = count - 1; row >= 0; row--) {
    inOrder(sections, first[row]!, first[row + 1]!);
    const parent = tree.parent[row]!;
    if (parent < 0) continue;
    subtreeFromNs[parent] = Math.min(subtreeFromNs[parent]!, subtreeFromNs[row]!);
    subtreeToNs[parent] = Math.max(subtreeToNs[parent]!, subtreeToNs[row]!);
  }
  return { first, sections, ownNs, subtreeFromNs, subtreeToNs };
}

/** The path is walked from its end, so a row's sections come last first. */
function inOrder({ startNs, endNs }: Intervals, from: number, to: number): void {
  if (to - from < 2 || startNs[from]! < startNs[to - 1]!) return;
  startNs.subarray(from, to).reverse();
  endNs.subarray(from, to).reverse();
}
