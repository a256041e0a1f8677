/** Rows for tests of what is computed from columns alone, in display order. */
import fc from 'fast-check';
import { RowTree } from '../../../src/core/rowTree.ts';
import { SPAN_KINDS, type SpanKind } from '../../../src/core/span.ts';
import { FLAG_ERROR, type TraceColumns } from '../../../src/core/trace.ts';

export interface TestRow {
  readonly depth: number;
  readonly start: number;
  readonly end: number;
  readonly service?: number;
  readonly name?: number;
  readonly kind?: SpanKind;
  readonly error?: boolean;
}

export interface TestRows {
  readonly columns: TraceColumns;
  readonly tree: RowTree;
}

/** The arrays are longer than the rows, as they are while a trace arrives, and what they hold there is wrong. */
export function rowsOf(rows: readonly TestRow[]): TestRows {
  const column = (value: (row: TestRow) => number): readonly number[] => [...rows.map(value), 60_000, 60_000];
  const columns = {
    count: rows.length,
    startNs: Float64Array.from(column(({ start }) => start)),
    durationNs: Float64Array.from(column(({ start, end }) => end - start)),
    depth: Uint32Array.from(column(({ depth }) => depth)),
    service: Uint16Array.from(column(({ service = 0 }) => service)),
    name: Uint32Array.from(column(({ name = 0 }) => name)),
    flags: Uint16Array.from(
      column(({ kind = 'internal', error = false }) => SPAN_KINDS.indexOf(kind) | (error ? FLAG_ERROR : 0)),
    ),
  };
  const tree = new RowTree(rows.length + 2);
  tree.append(columns.depth, rows.length);
  return { columns, tree };
}

const anyRow = fc.record({
  /** How many levels the row is above where it could be: below the row before it. */
  up: fc.nat(3),
  start: fc.nat(40),
  duration: fc.oneof({ weight: 4, arbitrary: fc.nat(40) }, { weight: 1, arbitrary: fc.constant(0) }),
  service: fc.nat(2),
  name: fc.nat(1),
  kind: fc.constantFrom(...SPAN_KINDS),
  error: fc.boolean(),
});

/** Any tree and any times; siblings in no order, and children anywhere. */
export const anyRows: fc.Arbitrary<readonly TestRow[]> = fc
  .array(anyRow, { minLength: 1, maxLength: 40 })
  .map((drafts) => {
    let next = 0;
    return drafts.map(({ up, duration, ...row }) => {
      const depth = Math.max(0, next - up);
      next = depth + 1;
      return { ...row, depth, end: row.start + duration };
    });
  });

/** A root and one child below the other, each a nanosecond shorter at both ends. */
export const chain = (length: number): readonly TestRow[] =>
  Array.from({ length }, (_, depth) => ({ depth, start: depth, end: 2 * length - depth }));

/** A root of `length` children whose starts ascend and whose ends do not. */
export const wide = (length: number): readonly TestRow[] => [
  { depth: 0, start: 0, end: 2 * length },
  ...Array.from({ length }, (_, child) => ({ depth: 1, start: child, end: child + 1 + ((child * 7919) % 1000) })),
];

export const durationOf = ({ start, end }: TestRow): number => end - start;
export const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};
