import type { RowTree } from '../../src/core/rowTree.ts';
import type { TraceRows } from '../traceRows.ts';
import type { SiblingOrder } from './viewOptions.ts';

/**
 * All rows depth first with siblings in another order than by start; `undefined` when that is what is asked for. One sort of all rows,
 * dealt out to their parents, then one walk without recursion.
 */
export function siblingOrder(trace: TraceRows, order: SiblingOrder): Uint32Array | undefined {
  if (order === 'start') return undefined;
  const { durationNs, service } = trace.columns;
  const count = trace.loaded;
  const sorted = Uint32Array.from({ length: count }, (_, row) => row);
  const places = servicePlaces(trace.header.services);
  if (order === 'duration') sorted.sort((a, b) => durationNs[b]! - durationNs[a]! || a - b);
  else sorted.sort((a, b) => places[service[a]!]! - places[service[b]!]! || a - b);
  return depthFirst(sorted, trace.tree, count);
}

function servicePlaces(services: readonly string[]): Uint32Array {
  const places = new Uint32Array(services.length);
  const byName = services.map((_, index) => index).sort((a, b) => (services[a]! < services[b]! ? -1 : 1));
  for (const [place, index] of byName.entries()) places[index] = place;
  return places;
}

/** A row with a subtree of n rows is followed by those, so each row's place is known once its elder siblings' sizes are. */
function depthFirst(sorted: Uint32Array, tree: RowTree, count: number): Uint32Array {
  // Where the next child of a row goes, by row; a row's own place is known before its children's, as parents come first below.
  const nextPlace = new Uint32Array(count);
  const children = childrenInOrder(sorted, tree, count);
  const rows = new Uint32Array(count);
  let nextRoot = 0;
  const settle = (row: number, place: number): void => {
    rows[place] = row;
    nextPlace[row] = place + 1;
  };
  for (const row of sorted) {
    if (tree.parent[row]! >= 0) continue;
    settle(row, nextRoot);
    nextRoot += tree.subtreeEnd[row]! - row;
  }
  for (let row = 0; row < count; row++) {
    for (let i = children.first[row]!; i < children.first[row + 1]!; i++) {
      const child = children.rows[i]!;
      const place = nextPlace[row]!;
      nextPlace[row] = place + tree.subtreeEnd[child]! - child;
      settle(child, place);
    }
  }
  return rows;
}

function childrenInOrder(
  sorted: Uint32Array,
  tree: RowTree,
  count: number,
): { readonly first: Uint32Array; readonly rows: Uint32Array } {
  const first = new Uint32Array(count + 1);
  for (let row = 0; row < count; row++) first[row + 1] = first[row]! + tree.childCount[row]!;
  const next = first.slice();
  const rows = new Uint32Array(first[count]!);
  for (const row of sorted) {
    const parent = tree.parent[row]!;
    if (parent >= 0) rows[next[parent]!++] = row;
  }
  return { first, rows };
}
