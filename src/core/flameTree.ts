import { IdIndex } from './idIndex.ts';
import { byOperation } from './operationStats.ts';
import type { RowTree } from './rowTree.ts';
import { FLAG_ERROR, type TraceColumns } from './trace.ts';

/**
 * Spans with the same path of operations from the root down, merged. One entry a node, but for `nodeOf`;
 * nodes come depth first, siblings by their first row, so a trace that still arrives does not reshuffle them.
 */
export interface FlameTree {
  readonly count: number;
  /** -1 for roots. */
  readonly parent: Int32Array;
  readonly depth: Uint32Array;
  readonly service: Uint16Array;
  readonly name: Uint32Array;
  /** Sum of durations: of parallel spans more than the time that passed. */
  readonly totalNs: Float64Array;
  readonly selfNs: Float64Array;
  readonly spans: Uint32Array;
  readonly errors: Uint32Array;
  readonly firstRow: Uint32Array;
  /**
   * Left edge and width as shares of the whole, 0 to 1. Children begin at their parent's left edge and take the share of its width
   * that their total is of its total; where they add up to more (they ran in parallel, or outlive it), all are scaled down by the
   * same factor to fill it. So widths compare within a family; across families the nanoseconds do.
   */
  readonly left: Float64Array;
  readonly width: Float64Array;
  /** Node of each row. */
  readonly nodeOf: Uint32Array;
}

export function flameTree(columns: TraceColumns, tree: RowTree, spanSelfNs: Float64Array): FlameTree {
  const { count: rows, durationNs, flags, service, name } = columns;
  const nodeOf = depthFirst(merge(columns, tree.parent), tree.parent);
  const count = nodeOf.count;
  const parent = new Int32Array(count);
  const depth = new Uint32Array(count);
  const services = new Uint16Array(count);
  const names = new Uint32Array(count);
  const totalNs = new Float64Array(count);
  const selfNs = new Float64Array(count);
  const spans = new Uint32Array(count);
  const errors = new Uint32Array(count);
  const firstRow = new Uint32Array(count);
  for (let row = 0; row < rows; row++) {
    const node = nodeOf.nodes[row]!;
    if (spans[node]!++ === 0) {
      const up = tree.parent[row]!;
      parent[node] = up < 0 ? -1 : nodeOf.nodes[up]!;
      depth[node] = columns.depth[row]!;
      services[node] = service[row]!;
      names[node] = name[row]!;
      firstRow[node] = row;
    }
    totalNs[node]! += durationNs[row]!;
    selfNs[node]! += spanSelfNs[row]!;
    if (flags[row]! & FLAG_ERROR) errors[node]!++;
  }
  return {
    count,
    parent,
    depth,
    service: services,
    name: names,
    totalNs,
    selfNs,
    spans,
    errors,
    firstRow,
    ...edges(parent, totalNs),
    nodeOf: nodeOf.nodes,
  };
}

interface NodeOfRow {
  readonly count: number;
  readonly nodes: Uint32Array;
}

/** Nodes by first row: rows whose parents share a node share one when their operations are the same. */
function merge(columns: TraceColumns, parent: Int32Array): NodeOfRow {
  const { groupOf } = byOperation(columns);
  /** Node of the parent plus one; 0 for roots. */
  const under = new Uint32Array(columns.count);
  const nodes = new Uint32Array(columns.count);
  const index = new IdIndex(under, groupOf);
  let count = 0;
  for (let row = 0; row < columns.count; row++) {
    const up = parent[row]!;
    under[row] = up < 0 ? 0 : nodes[up]! + 1;
    const first = index.add(row);
    nodes[row] = first < 0 ? count++ : nodes[first]!;
  }
  return { count, nodes };
}

/** Renumbers nodes so that each is followed by its subtree: a parent's number is below its children's before and after. */
function depthFirst({ count, nodes }: NodeOfRow, parentRow: Int32Array): NodeOfRow {
  const parent = new Int32Array(count);
  for (let row = nodes.length - 1; row >= 0; row--) {
    const up = parentRow[row]!;
    parent[nodes[row]!] = up < 0 ? -1 : nodes[up]!;
  }
  const size = new Uint32Array(count).fill(1);
  for (let node = count - 1; node >= 0; node--) if (parent[node]! >= 0) size[parent[node]!]! += size[node]!;
  const place = new Uint32Array(count);
  /** Where the next child of a node goes. */
  const next = new Uint32Array(count);
  let nextRoot = 0;
  for (let node = 0; node < count; node++) {
    const up = parent[node]!;
    const at = up < 0 ? nextRoot : next[up]!;
    if (up < 0) nextRoot += size[node]!;
    else next[up]! += size[node]!;
    place[node] = at;
    next[node] = at + 1;
  }
  return { count, nodes: nodes.map((node) => place[node]!) };
}

/**
 * A node without a length (a point in time, or its end has not arrived) weighs what its children weigh, and nothing weighs
 * less than a nanosecond: a root whose end is missing does not take the whole trace out of sight.
 */
function edges(parent: Int32Array, totalNs: Float64Array): Pick<FlameTree, 'left' | 'width'> {
  const count = parent.length;
  const weight = totalNs.slice();
  const childWeight = new Float64Array(count);
  let whole = 0;
  for (let node = count - 1; node >= 0; node--) {
    if (weight[node] === 0) weight[node] = Math.max(1, childWeight[node]!);
    const up = parent[node]!;
    if (up < 0) whole += weight[node]!;
    else childWeight[up]! += weight[node]!;
  }
  const left = new Float64Array(count);
  const width = new Float64Array(count);
  /** Right edge of the children placed so far. */
  const filledTo = new Float64Array(count);
  let rootsTo = 0;
  for (let node = 0; node < count; node++) {
    const up = parent[node]!;
    const from = up < 0 ? rootsTo : filledTo[up]!;
    const share =
      up < 0 ? weight[node]! / whole : (weight[node]! / Math.max(weight[up]!, childWeight[up]!)) * width[up]!;
    // Sums of shares may pass the edge by a hair.
    const to = Math.min(from + share, up < 0 ? 1 : left[up]! + width[up]!);
    left[node] = filledTo[node] = from;
    width[node] = to - from;
    if (up < 0) rootsTo = to;
    else filledTo[up] = to;
  }
  return { left, width };
}
