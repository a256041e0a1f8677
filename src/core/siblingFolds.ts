import { IdIndex } from './idIndex.ts';
import type { RowTree } from './rowTree.ts';
import { FLAG_ERROR, type TraceColumns } from './trace.ts';

/** Repeated siblings, "127 x SELECT orders". One entry a fold, but for `foldOf`; folds are numbered by their first row. */
export interface SiblingFolds {
  /** Fold of each row, -1 for none. Rows below a folded one may be in folds of their own. */
  readonly foldOf: Int32Array;
  readonly first: Uint32Array;
  readonly count: Uint32Array;
  /** Sum of the durations of the folded spans. */
  readonly totalNs: Float64Array;
  /** The first of the rows with the longest duration. */
  readonly slowestRow: Uint32Array;
  /** Folded spans that failed, or that have a failed span below: a closed fold hides no error. */
  readonly errors: Uint32Array;
}

/**
 * Siblings fold when they have the service and the name in common and the same operations below them, in whatever order, level by
 * level; times do not matter. They need not be neighbours. Roots are siblings of each other, as in {@link RowTree}.
 * Folds have at least `minimum` rows, and never fewer than two.
 *
 * Subtrees are compared by 64-bit hashes: among a million different ones the chance of any two alike is below 1 in 30 million,
 * and then a row sits in a fold whose subtrees differ. Two passes, linear.
 */
export function siblingFolds(columns: TraceColumns, { parent }: RowTree, minimum: number): SiblingFolds {
  const { count, durationNs } = columns;
  const { high, low, failed } = shapes(columns, parent);
  for (let row = 0; row < count; row++) {
    high[row] = mix(high[row]! ^ Math.imul(parent[row]! + 1, 0x9e3779b1));
    low[row] = mix(low[row]! ^ Math.imul(parent[row]! + 1, 0x85ebca6b));
  }
  const index = new IdIndex(high, low);
  const likeOf = new Uint32Array(count);
  const alike = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    const first = index.add(row);
    likeOf[row] = first < 0 ? row : first;
    alike[likeOf[row]!]!++;
  }

  const least = Math.max(2, minimum);
  const foldOf = new Int32Array(count).fill(-1);
  let folds = 0;
  for (let row = 0; row < count; row++) {
    const first = likeOf[row]!;
    if (alike[first]! >= least) foldOf[row] = first === row ? folds++ : foldOf[first]!;
  }
  const first = new Uint32Array(folds);
  const size = new Uint32Array(folds);
  const totalNs = new Float64Array(folds);
  const slowestRow = new Uint32Array(folds);
  const errors = new Uint32Array(folds);
  for (let row = 0; row < count; row++) {
    const fold = foldOf[row]!;
    if (fold < 0) continue;
    if (size[fold]!++ === 0) first[fold] = slowestRow[fold] = row;
    else if (durationNs[row]! > durationNs[slowestRow[fold]!]!) slowestRow[fold] = row;
    totalNs[fold]! += durationNs[row]!;
    errors[fold]! += failed[row]!;
  }
  return { foldOf, first, count: size, totalNs, slowestRow, errors };
}

interface Shapes {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  /** 1 where the span or one below it failed. */
  readonly failed: Uint8Array;
}

/** A hash of each subtree, from the last row up: children are complete before their parent, and their sum knows no order. */
function shapes({ count, service, name, flags }: TraceColumns, parent: Int32Array): Shapes {
  const high = new Uint32Array(count);
  const low = new Uint32Array(count);
  const failed = new Uint8Array(count);
  for (let row = count - 1; row >= 0; row--) {
    high[row] = mix(high[row]! + mix(Math.imul(service[row]! + 1, 0x9e3779b1) ^ Math.imul(name[row]! + 1, 0x85ebca6b)));
    low[row] = mix(low[row]! + mix(Math.imul(service[row]! + 1, 0x27d4eb2f) ^ Math.imul(name[row]! + 1, 0x165667b1)));
    if (flags[row]! & FLAG_ERROR) failed[row] = 1;
    const up = parent[row]!;
    if (up < 0) continue;
    high[up]! += high[row]!;
    low[up]! += low[row]!;
    failed[up]! |= failed[row]!;
  }
  return { high, low, failed };
}

/** The finisher of MurmurHash3: every bit of the input reaches every bit of the result. */
function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
