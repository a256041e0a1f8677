import type { RowTree } from './rowTree.ts';
import { KIND_MASK, type TraceColumns } from './trace.ts';

/**
 * Which span each instant of a root waited for. Every root has a path of its own, also where roots overlap (orphans, above all):
 * the sections of a root follow each other without gap or overlap from its start to its end; roots come in the order of rows.
 */
export interface CriticalPath {
  /** Section i belongs to rows[i]; per root in order of time. */
  readonly rows: Uint32Array;
  /** From the trace's start. A span of no length has a section of no length. */
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
}

const PRODUCER = 4;
const CONSUMER = 5;

/**
 * Walks back from the end of each root: the child that ended last held its parent up, before that one's start the child that ended
 * last by then, and so on; what no child owns is the parent's. A child that still ran when a later one started is off the path.
 * - Children count as far as they lie within their parent; what lies outside, and all below it, held nobody up.
 * - A child that ends the very nanosecond the next one starts is on the path (clocks are often rounded to microseconds).
 * - Of children with the same end those of no length come last, then the first.
 * - A producer does not wait for its consumers.
 *
 * Only families on the path are looked at, each sorted once: n log n at worst, and no recursion.
 */
export function criticalPath(columns: TraceColumns, { size, subtreeEnd }: RowTree): CriticalPath {
  const { startNs, durationNs, flags } = columns;
  // Rows arrive in pieces: those that the tree does not know yet have no subtree to walk.
  const count = Math.min(columns.count, size);
  const rows: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  // Spans as far as they lie within their ancestors.
  const fromNs = new Float64Array(count);
  const toNs = new Float64Array(count);
  /** What is after this instant in an open span has its owner. */
  const openNs = new Float64Array(count);
  const open: number[] = [];
  /** Children of the open spans yet to be looked at, those of the innermost last, the latest end last; families never overlap. */
  const pending = new Uint32Array(count);
  const familyAt: number[] = [];
  let pendingEnd = 0;

  for (const root of rootsFromLast(subtreeEnd, count)) {
    fromNs[root] = startNs[root]!;
    toNs[root] = startNs[root]! + durationNs[root]!;
    enter(root);
    while (open.length > 0) {
      const row = open.at(-1)!;
      if (pendingEnd > familyAt.at(-1)!) {
        const child = pending[--pendingEnd]!;
        if (toNs[child]! > openNs[row]!) continue;
        if (toNs[child]! < openNs[row]!) own(row, toNs[child]!);
        openNs[row] = fromNs[child]!;
        enter(child);
      } else {
        if (fromNs[row]! < openNs[row]! || fromNs[row] === toNs[row]) own(row, fromNs[row]!);
        open.pop();
        familyAt.pop();
      }
    }
  }
  return {
    rows: Uint32Array.from(rows.toReversed()),
    startNs: Float64Array.from(starts.toReversed()),
    endNs: Float64Array.from(ends.toReversed()),
  };

  function own(row: number, from: number): void {
    rows.push(row);
    starts.push(from);
    ends.push(openNs[row]!);
  }

  function enter(row: number): void {
    openNs[row] = toNs[row]!;
    open.push(row);
    familyAt.push(pendingEnd);
    const family = pendingEnd;
    const end = Math.min(subtreeEnd[row]!, count);
    const isProducer = (flags[row]! & KIND_MASK) === PRODUCER;
    let sorted = true;
    for (let child = row + 1; child < end; child = subtreeEnd[child]!) {
      if (isProducer && (flags[child]! & KIND_MASK) === CONSUMER) continue;
      const from = Math.max(startNs[child]!, fromNs[row]!);
      const to = Math.min(startNs[child]! + durationNs[child]!, toNs[row]!);
      // Beside its parent, or touching it with no more than an edge.
      if (to < from || (to === from && durationNs[child]! > 0)) continue;
      fromNs[child] = from;
      toNs[child] = to;
      if (pendingEnd > family && to <= toNs[pending[pendingEnd - 1]!]!) sorted = false;
      pending[pendingEnd++] = child;
    }
    if (!sorted) sortByEnd(pending.subarray(family, pendingEnd), fromNs, toNs);
  }
}

/** Per row: its time on the path. */
export function criticalNs({ rows, startNs, endNs }: CriticalPath, count: number): Float64Array {
  const ns = new Float64Array(count);
  for (let section = 0; section < rows.length; section++) {
    const row = rows[section]!;
    if (row < count) ns[row]! += endNs[section]! - startNs[section]!;
  }
  return ns;
}

function rootsFromLast(subtreeEnd: Uint32Array, count: number): readonly number[] {
  const roots: number[] = [];
  for (let row = 0; row < count; row = subtreeEnd[row]!) roots.push(row);
  return roots.toReversed();
}

/**
 * The latest end last; of equal ends those of no length last, in their order, and before them the first row last. By the bytes of the doubles, from the lowest up: doubles
 * that are not negative sort as their bits do. With a million siblings a fifth of what comparing them takes.
 */
function sortByEnd(rows: Uint32Array, fromNs: Float64Array, toNs: Float64Array): void {
  const count = rows.length;
  let sorted = new Uint32Array(count);
  let size = 0;
  for (let i = count - 1; i >= 0; i--) if (fromNs[rows[i]!]! < toNs[rows[i]!]!) sorted[size++] = rows[i]!;
  for (let i = 0; i < count; i++) if (fromNs[rows[i]!] === toNs[rows[i]!]) sorted[size++] = rows[i]!;

  let ends = new Float64Array(count);
  for (let i = 0; i < count; i++) ends[i] = toNs[sorted[i]!]!;
  let nextSorted = new Uint32Array(count);
  let nextEnds = new Float64Array(count);
  const placeOf = new Uint32Array(256);
  // Every machine that runs VS Code keeps the lowest byte first.
  for (let byte = 0; byte < 8; byte++) {
    const bytes = new Uint8Array(ends.buffer);
    placeOf.fill(0);
    for (let at = byte; at < bytes.length; at += 8) placeOf[bytes[at]!]!++;
    if (placeOf[bytes[byte]!] === count) continue;
    let before = 0;
    for (let value = 0; value < 256; value++) {
      const same = placeOf[value]!;
      placeOf[value] = before;
      before += same;
    }
    for (let i = 0; i < count; i++) {
      const place = placeOf[bytes[i * 8 + byte]!]!++;
      nextSorted[place] = sorted[i]!;
      nextEnds[place] = ends[i]!;
    }
    [sorted, nextSorted] = [nextSorted, sorted];
    [ends, nextEnds] = [nextEnds, ends];
  }
  rows.set(sorted);
}
