import type { TraceRows } from './traceRows.ts';

/**
 * Where rows of an earlier state of a trace are in a later one, by start, service, operation and duration: span IDs are not in the
 * columns. One pass over the later rows. Rows that changed are left out.
 */
export function sameRows(before: TraceRows, rows: readonly number[], after: TraceRows): ReadonlyMap<number, number> {
  if (before === after) return new Map(rows.map((row) => [row, row]));
  // An earlier span may have arrived, and with it all offsets moved.
  const shiftNs = Number(BigInt(before.header.startEpochNs) - BigInt(after.header.startEpochNs));
  const wanted = new Map<number, number[]>();
  for (const row of rows) {
    const startNs = before.sentStartNs[row]! + shiftNs;
    const others = wanted.get(startNs);
    if (others === undefined) wanted.set(startNs, [row]);
    else others.push(row);
  }
  const found = new Map<number, number>();
  const { durationNs } = after.columns;
  const startNs = after.sentStartNs;
  for (let row = 0; row < after.loaded; row++) {
    for (const earlier of wanted.get(startNs[row]!) ?? []) {
      const same =
        !found.has(earlier) &&
        before.columns.durationNs[earlier] === durationNs[row] &&
        before.nameOf(earlier) === after.nameOf(row) &&
        before.serviceOf(earlier) === after.serviceOf(row);
      if (same) found.set(earlier, row);
    }
  }
  return found;
}
