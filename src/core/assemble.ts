import { sameBytes } from './stringTable.ts';
import { IdIndex } from './idIndex.ts';
import type { SpanId, TraceId } from './ids.ts';
import { selfTimes } from './selfTime.ts';
import { sortByU64 } from './sortByU64.ts';
import { SPAN_REPAIRS, type SpanRepair } from './span.ts';
import type { EnvelopeRef, SpanRows } from './spanRows.ts';
import { FLAG_ERROR, FLAG_REPAIRED, type TraceColumns, type TraceHeader, type TraceSummary } from './trace.ts';

/** What many traces of one file share. */
export interface TraceMaterial {
  readonly rows: SpanRows;
  readonly payloads: readonly Uint8Array[];
  readonly resources: readonly EnvelopeRef[];
  readonly scopes: readonly EnvelopeRef[];
  readonly names: readonly string[];
  readonly services: readonly string[];
}

/** A trace ready to be shown. Every array has one entry a row. */
export interface Trace {
  readonly header: TraceHeader;
  readonly summary: TraceSummary;
  readonly columns: TraceColumns;
  readonly selfNs: Float64Array;
  /** Bit n: SPAN_REPAIRS[n]. */
  readonly repairs: Uint8Array;
  /** Row -> index into `material.rows`. */
  readonly source: Uint32Array;
  readonly material: TraceMaterial;
}

const bit = (repair: SpanRepair): number => 1 << SPAN_REPAIRS.indexOf(repair);
const ORPHAN = bit('orphan');
const CYCLE = bit('cycle');
const SELF_PARENT = bit('self-parent');
const DUPLICATE_ID = bit('duplicate-id');
const NEGATIVE_DURATION = bit('negative-duration');
const MISSING_START = bit('missing-start');
const MISSING_END = bit('missing-end');

const U32 = 2 ** 32;

/**
 * Builds a trace from its spans in any order: same spans, same trace. Steps are linear but for one sort, and none recurses, since chains
 * of 100,000 spans exist. Every span is shown exactly once; what had to be repaired is marked. Only exact repeats (a sender's retry)
 * are left out.
 */
export function assemble(traceId: TraceId, members: Uint32Array, material: TraceMaterial): Trace {
  // 1. One order for all that follows, independent of arrival.
  const order = inOrder(withoutRepeats(members, material), material);
  const count = order.length;
  const repairs = new Uint8Array(count);

  // 2. Times as offsets from the earliest start.
  const times = offsets(order, material.rows, repairs);

  // 3. Parents: the entry of the parent, or -1 for what becomes a root.
  const parent = parents(order, material.rows, repairs);
  cutCycles(parent, repairs);

  // 4. Depth first, siblings by start.
  const layout = depthFirst(parent);
  inheritMissingStarts(layout.rows, parent, times, repairs);

  // 5. Columns in display order.
  const services = new LocalTable(material.services, 0xffff);
  const names = new LocalTable(material.names, 0xffff_ffff);
  const columns = {
    count,
    startNs: new Float64Array(count),
    durationNs: new Float64Array(count),
    depth: layout.depth,
    service: new Uint16Array(count),
    name: new Uint32Array(count),
    flags: new Uint16Array(count),
  };
  const source = new Uint32Array(count);
  const rowRepairs = new Uint8Array(count);
  const service = material.rows.service.view();
  const name = material.rows.name.view();
  const flags = material.rows.flags.view();
  let errors = 0;
  let durationNs = 0;
  let maxDepth = 0;
  for (let row = 0; row < count; row++) {
    const entry = layout.rows[row]!;
    const span = order[entry]!;
    columns.startNs[row] = times.startNs[entry]!;
    columns.durationNs[row] = times.durationNs[entry]!;
    columns.service[row] = services.local(service[span]!);
    columns.name[row] = names.local(name[span]!);
    columns.flags[row] = flags[span]! | (repairs[entry] ? FLAG_REPAIRED : 0);
    source[row] = span;
    rowRepairs[row] = repairs[entry]!;
    if (flags[span]! & FLAG_ERROR) errors++;
    durationNs = Math.max(durationNs, columns.startNs[row]! + columns.durationNs[row]!);
    maxDepth = Math.max(maxDepth, columns.depth[row]!);
  }

  const root = rootRow(columns.depth, rowRepairs);
  return {
    header: {
      traceId,
      startEpochNs: String(times.epochNs),
      durationNs,
      count,
      errors,
      services: services.used,
      names: names.used,
      maxDepth,
      warnings: SPAN_REPAIRS.flatMap((repair, index) => {
        const touched = countBit(rowRepairs, 1 << index);
        return touched === 0 ? [] : [{ repair, count: touched }];
      }),
    },
    summary: {
      traceId,
      rootService: services.used[columns.service[root]!]!,
      rootName: names.used[columns.name[root]!]!,
      rootSpanId: spanIdOf(material.rows, source[root]!),
      startEpochNs: String(times.epochNs),
      durationNs,
      spans: count,
      errors,
      services: services.used,
    },
    columns,
    selfNs: selfTimes(columns),
    repairs: rowRepairs,
    source,
    material,
  };
}

export function spanIdOf(rows: SpanRows, span: number): SpanId {
  return (hex32(rows.idHigh.view()[span]!) + hex32(rows.idLow.view()[span]!)) as SpanId;
}

function hex32(value: number): string {
  return value.toString(16).padStart(8, '0');
}

function gather(values: Uint32Array, indexes: Uint32Array): Uint32Array {
  const gathered = new Uint32Array(indexes.length);
  for (let i = 0; i < indexes.length; i++) gathered[i] = values[indexes[i]!]!;
  return gathered;
}

function bytesOf(span: number, { rows, payloads }: TraceMaterial): Uint8Array {
  return payloads[rows.payload.view()[span]!]!.subarray(rows.start.view()[span], rows.end.view()[span]);
}

/** Leaves out spans whose ID, service and bytes all repeat. */
function withoutRepeats(members: Uint32Array, material: TraceMaterial): Uint32Array {
  const { rows } = material;
  const service = rows.service.view();
  const high = gather(rows.idHigh.view(), members);
  const low = gather(rows.idLow.view(), members);
  const index = new IdIndex(high, low);
  const sameId = new Map<number, number[]>();
  const isRepeat = (entry: number, other: number): boolean => {
    const [span, otherSpan] = [members[entry]!, members[other]!];
    if (service[span] !== service[otherSpan]) return false;
    const bytes = bytesOf(span, material);
    return sameBytes(bytesOf(otherSpan, material), bytes, 0, bytes.length);
  };
  let repeats = 0;
  const kept = members.filter((_, entry) => {
    const first = index.add(entry);
    if (first < 0) return true;
    const others = sameId.get(first) ?? [];
    if ([first, ...others].some((other) => isRepeat(entry, other))) {
      repeats++;
      return false;
    }
    sameId.set(first, [...others, entry]);
    return true;
  });
  return repeats === 0 ? members : kept;
}

/** By start, then longest first, then ID, then bytes, then service. Few spans share a start, so only those few are compared. */
function inOrder(members: Uint32Array, material: TraceMaterial): Uint32Array {
  const { rows, services } = material;
  const startHigh = rows.startHigh.view();
  const startLow = rows.startLow.view();
  const endHigh = rows.endHigh.view();
  const endLow = rows.endLow.view();
  const idHigh = rows.idHigh.view();
  const idLow = rows.idLow.view();
  const start = rows.start.view();
  const end = rows.end.view();
  const service = rows.service.view();
  const order = sortByU64(members, startHigh, startLow);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (
      to < order.length &&
      startLow[order[to]!] === startLow[order[from]!] &&
      startHigh[order[to]!] === startHigh[order[from]!]
    )
      to++;
    if (to - from > 1)
      order
        .subarray(from, to)
        .sort(
          (a, b) =>
            endHigh[b]! - endHigh[a]! ||
            endLow[b]! - endLow[a]! ||
            idHigh[a]! - idHigh[b]! ||
            idLow[a]! - idLow[b]! ||
            end[a]! - start[a]! - (end[b]! - start[b]!) ||
            compareBytes(bytesOf(a, material), bytesOf(b, material)) ||
            compareText(services[service[a]!]!, services[service[b]!]!),
        );
    from = to;
  }
  return order;
}

/** Of the same length. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

interface Times {
  readonly epochNs: bigint;
  readonly startNs: Float64Array;
  readonly durationNs: Float64Array;
}

/** Differences of 64-bit times taken in halves: exact up to 2^53 ns, which is 104 days. */
function offsets(order: Uint32Array, rows: SpanRows, repairs: Uint8Array): Times {
  const startHigh = rows.startHigh.view();
  const startLow = rows.startLow.view();
  const endHigh = rows.endHigh.view();
  const endLow = rows.endLow.view();
  // Sorted by start, so the first one that has a start has the earliest.
  const first = order.find((span) => startHigh[span] !== 0 || startLow[span] !== 0);
  const baseHigh = first === undefined ? 0 : startHigh[first]!;
  const baseLow = first === undefined ? 0 : startLow[first]!;
  const startNs = new Float64Array(order.length);
  const durationNs = new Float64Array(order.length);
  for (let entry = 0; entry < order.length; entry++) {
    const span = order[entry]!;
    const hasStart = startHigh[span] !== 0 || startLow[span] !== 0;
    const hasEnd = endHigh[span] !== 0 || endLow[span] !== 0;
    const start = hasStart ? (startHigh[span]! - baseHigh) * U32 + (startLow[span]! - baseLow) : 0;
    const duration = (endHigh[span]! - startHigh[span]!) * U32 + (endLow[span]! - startLow[span]!);
    startNs[entry] = start;
    if (!hasStart) repairs[entry]! |= MISSING_START;
    if (!hasEnd) repairs[entry]! |= MISSING_END;
    else if (hasStart && duration < 0) repairs[entry]! |= NEGATIVE_DURATION;
    else if (hasStart) durationNs[entry] = duration;
  }
  return { epochNs: (BigInt(baseHigh) << 32n) | BigInt(baseLow), startNs, durationNs };
}

function parents(order: Uint32Array, rows: SpanRows, repairs: Uint8Array): Int32Array {
  const parentHigh = rows.parentHigh.view();
  const parentLow = rows.parentLow.view();
  const idHigh = gather(rows.idHigh.view(), order);
  const idLow = gather(rows.idLow.view(), order);
  const index = new IdIndex(idHigh, idLow);
  for (let entry = 0; entry < order.length; entry++) if (index.add(entry) >= 0) repairs[entry]! |= DUPLICATE_ID;
  const parent = new Int32Array(order.length).fill(-1);
  for (let entry = 0; entry < order.length; entry++) {
    const span = order[entry]!;
    const high = parentHigh[span]!;
    const low = parentLow[span]!;
    if (high === 0 && low === 0) continue;
    if (high === idHigh[entry] && low === idLow[entry]) {
      repairs[entry]! |= SELF_PARENT;
      continue;
    }
    parent[entry] = index.get(high, low);
    if (parent[entry]! < 0) repairs[entry]! |= ORPHAN;
  }
  return parent;
}

/** Follows every chain up once; where it meets itself, the earliest span of the ring becomes a root. */
function cutCycles(parent: Int32Array, repairs: Uint8Array): void {
  const seenBy = new Int32Array(parent.length).fill(-1);
  for (let entry = 0; entry < parent.length; entry++) {
    let at = entry;
    while (at >= 0 && seenBy[at]! < 0) {
      seenBy[at] = entry;
      at = parent[at]!;
    }
    if (at < 0 || seenBy[at] !== entry) continue;
    let earliest = at;
    for (let ring = parent[at]!; ring !== at; ring = parent[ring]!) earliest = Math.min(earliest, ring);
    parent[earliest] = -1;
    repairs[earliest]! |= CYCLE;
  }
}

interface Layout {
  /** Row -> entry. */
  readonly rows: Uint32Array;
  readonly depth: Uint32Array;
}

/** Entries are sorted by start, so lists built from the back come out in order; the walk needs no stack, parents lead back up. */
function depthFirst(parent: Int32Array): Layout {
  const count = parent.length;
  const firstChild = new Int32Array(count).fill(-1);
  const nextSibling = new Int32Array(count).fill(-1);
  let firstRoot = -1;
  for (let entry = count - 1; entry >= 0; entry--) {
    const up = parent[entry]!;
    nextSibling[entry] = up < 0 ? firstRoot : firstChild[up]!;
    if (up < 0) firstRoot = entry;
    else firstChild[up] = entry;
  }
  const rows = new Uint32Array(count);
  const depth = new Uint32Array(count);
  let level = 0;
  let at = firstRoot;
  for (let row = 0; row < count; row++) {
    rows[row] = at;
    depth[row] = level;
    if (firstChild[at]! >= 0) {
      at = firstChild[at]!;
      level++;
      continue;
    }
    while (at >= 0 && nextSibling[at]! < 0) {
      at = parent[at]!;
      level--;
    }
    if (at >= 0) at = nextSibling[at]!;
  }
  return { rows, depth };
}

function inheritMissingStarts(rows: Uint32Array, parent: Int32Array, times: Times, repairs: Uint8Array): void {
  for (const entry of rows) {
    if (!(repairs[entry]! & MISSING_START)) continue;
    const up = parent[entry]!;
    times.startNs[entry] = up < 0 ? 0 : times.startNs[up]!;
  }
}

/** The first root that was sent as one; failing that, the first row. */
function rootRow(depth: Uint32Array, repairs: Uint8Array): number {
  for (let row = 0; row < depth.length; row++) if (depth[row] === 0 && !(repairs[row]! & (ORPHAN | CYCLE))) return row;
  return 0;
}

function countBit(values: Uint8Array, mask: number): number {
  let count = 0;
  for (const value of values) if (value & mask) count++;
  return count;
}

/** Renumbers the strings that one trace uses out of the many of its file. */
class LocalTable {
  readonly used: string[] = [];
  readonly #all: readonly string[];
  readonly #local = new Map<number, number>();
  readonly #max: number;

  /** Indexes stay below or at `max`, the most that the column holds; what comes later shares the last one. */
  constructor(all: readonly string[], max: number) {
    this.#all = all;
    this.#max = max;
  }

  local(index: number): number {
    const known = this.#local.get(index);
    if (known !== undefined) return known;
    if (this.used.length > this.#max) return this.#max;
    const local = this.used.push(this.used.length === this.#max ? '(more)' : this.#all[index]!) - 1;
    this.#local.set(index, local);
    return local;
  }
}
