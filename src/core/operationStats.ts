import { IdIndex } from './idIndex.ts';
import { FLAG_ERROR, type TraceColumns } from './trace.ts';

/** One entry a group. Of a group without rows all figures and rows are 0. */
export interface OperationStats {
  readonly groups: number;
  readonly count: Uint32Array;
  readonly errors: Uint32Array;
  /** Sum of durations: with parallel or nested spans more than the time that passed. */
  readonly totalNs: Float64Array;
  readonly selfNs: Float64Array;
  /** Nearest rank: a duration that was measured, not one in between. */
  readonly p50Ns: Float64Array;
  readonly p95Ns: Float64Array;
  readonly maxNs: Float64Array;
  /** The first of the rows that took `maxNs`. */
  readonly slowestRow: Uint32Array;
  readonly firstRow: Uint32Array;
}

/** `groupOf` holds a number below `groups` for each row. */
export function operationStats(
  { count: rows, durationNs, flags }: TraceColumns,
  selfNs: Float64Array,
  groupOf: Uint32Array,
  groups: number,
): OperationStats {
  const count = new Uint32Array(groups);
  const errors = new Uint32Array(groups);
  const totalNs = new Float64Array(groups);
  const selfOf = new Float64Array(groups);
  const maxNs = new Float64Array(groups);
  const slowestRow = new Uint32Array(groups);
  const firstRow = new Uint32Array(groups);
  for (let row = 0; row < rows; row++) {
    const group = groupOf[row]!;
    const duration = durationNs[row]!;
    if (count[group] === 0) firstRow[group] = row;
    if (count[group] === 0 || duration > maxNs[group]!) {
      maxNs[group] = duration;
      slowestRow[group] = row;
    }
    count[group]!++;
    if (flags[row]! & FLAG_ERROR) errors[group]!++;
    totalNs[group]! += duration;
    selfOf[group]! += selfNs[row]!;
  }

  // Durations side by side per group, so that each run sorts natively.
  const runEnd = new Uint32Array(groups);
  for (let group = 1; group < groups; group++) runEnd[group] = runEnd[group - 1]! + count[group - 1]!;
  const durations = new Float64Array(rows);
  for (let row = 0; row < rows; row++) durations[runEnd[groupOf[row]!]!++] = durationNs[row]!;
  const p50Ns = new Float64Array(groups);
  const p95Ns = new Float64Array(groups);
  for (let group = 0; group < groups; group++) {
    const size = count[group]!;
    if (size === 0) continue;
    const start = runEnd[group]! - size;
    if (size > 1) durations.subarray(start, start + size).sort();
    p50Ns[group] = durations[start + nearestRank(size, 50)]!;
    p95Ns[group] = durations[start + nearestRank(size, 95)]!;
  }
  return { groups, count, errors, totalNs, selfNs: selfOf, p50Ns, p95Ns, maxNs, slowestRow, firstRow };
}

/** Groups rows by service and name; groups are numbered by first appearance. */
export function byOperation({ count, service, name }: TraceColumns): {
  readonly groupOf: Uint32Array;
  readonly groups: number;
} {
  const index = new IdIndex(Uint32Array.from(service.subarray(0, count)), name.subarray(0, count));
  const groupOf = new Uint32Array(count);
  let groups = 0;
  for (let row = 0; row < count; row++) {
    const first = index.add(row);
    groupOf[row] = first < 0 ? groups++ : groupOf[first]!;
  }
  return { groupOf, groups };
}

/** Multiplies before it divides: 0.95 is no double, and 0.95 times 20 must not be a hair above 19. */
function nearestRank(size: number, percent: number): number {
  return Math.ceil((size * percent) / 100) - 1;
}
