import { flameTree } from '../../../src/core/flameTree.ts';
import { RowTree } from '../../../src/core/rowTree.ts';
import { selfTimes } from '../../../src/core/selfTime.ts';
import { FLAG_ERROR } from '../../../src/core/trace.ts';
import type { Session } from '../../session.ts';
import { spanLanes } from './spanLanes.ts';

export type FlameMode = 'operations' | 'spans';

/** Boxes to draw, one entry a node, depth first. `left` and `right` are shares of the whole width. */
export interface FlameLayout {
  readonly mode: FlameMode;
  readonly count: number;
  readonly levels: number;
  readonly tree: RowTree;
  readonly level: Uint32Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** The same of the node with all below it: what is outside or too small there need not be looked into. */
  readonly reachLeft: Float64Array;
  readonly reachRight: Float64Array;
  readonly service: ArrayLike<number>;
  readonly totalNs: Float64Array;
  readonly selfNs: Float64Array;
  readonly spans: ArrayLike<number>;
  readonly errors: ArrayLike<number>;
  /** The row that stands for the node: its slowest. */
  readonly row: Uint32Array;
  /** Node of each row. */
  readonly nodeOf: Uint32Array;
}

/** Spans with the same path of operations are one node, as wide as their share of the time. */
export function operationFlame({ trace }: Session): FlameLayout {
  const { columns } = trace;
  const flame = flameTree(columns, trace.tree, selfTimes(columns));
  const { count, left, nodeOf, firstRow } = flame;
  const tree = new RowTree(count);
  tree.append(flame.depth, count);
  const right = left.map((start, node) => start + flame.width[node]!);
  const row = firstRow.slice();
  for (let at = 0; at < columns.count; at++) {
    const node = nodeOf[at]!;
    if (columns.durationNs[at]! > columns.durationNs[row[node]!]!) row[node] = at;
  }
  return {
    mode: 'operations',
    levels: maxOf(flame.depth) + 1,
    tree,
    level: flame.depth,
    right,
    ...reaches(tree, left, right),
    row,
    count,
    left,
    service: flame.service,
    totalNs: flame.totalNs,
    selfNs: flame.selfNs,
    spans: flame.spans,
    errors: flame.errors,
    nodeOf,
  };
}

/** Every span is a node, where it was in time. */
export function spanFlame({ trace, whole }: Session): FlameLayout {
  const { columns, tree } = trace;
  const { count, startNs, durationNs, flags } = columns;
  const lanes = spanLanes(columns, tree);
  const left = startNs.map((start) => start / whole.toNs);
  const right = startNs.map((start, row) => (start + durationNs[row]!) / whole.toNs);
  const row = Uint32Array.from({ length: count }, (_, index) => index);
  return {
    mode: 'spans',
    count,
    levels: lanes.count,
    tree,
    level: lanes.level,
    left,
    right,
    ...reaches(tree, left, right),
    service: columns.service,
    totalNs: durationNs,
    selfNs: selfTimes(columns),
    spans: new Uint8Array(count).fill(1),
    errors: Uint8Array.from(flags, (bits) => ((bits & FLAG_ERROR) === 0 ? 0 : 1)),
    row,
    nodeOf: row,
  };
}

/** Children come after their parents, so one pass from the end sees them first. */
function reaches(
  { parent }: RowTree,
  left: Float64Array,
  right: Float64Array,
): Pick<FlameLayout, 'reachLeft' | 'reachRight'> {
  const [reachLeft, reachRight] = [left.slice(), right.slice()];
  for (let node = left.length - 1; node >= 0; node--) {
    const above = parent[node]!;
    if (above < 0) continue;
    if (reachLeft[node]! < reachLeft[above]!) reachLeft[above] = reachLeft[node]!;
    if (reachRight[node]! > reachRight[above]!) reachRight[above] = reachRight[node]!;
  }
  return { reachLeft, reachRight };
}

function maxOf(values: Uint32Array): number {
  let max = 0;
  for (const value of values) if (value > max) max = value;
  return max;
}
