/*
 * Event marks packed into one ArrayBuffer for the way to the webview. Layout for n marks, each column contiguous, widest first so
 * that every view is aligned: offset f64, row u32, kind u32 = 16 bytes a mark.
 */
const BYTES_PER_MARK = 16;

export const MARK_EVENT = 0;
export const MARK_EXCEPTION = 1;

/** Events of some rows, in order of rows, those of a row as they were sent. */
export interface MarkBlock {
  readonly count: number;
  /** Nanoseconds from the trace's start; may lie outside of the span. */
  readonly offsetNs: Float64Array;
  readonly row: Uint32Array;
  /** {@link MARK_EVENT} or {@link MARK_EXCEPTION}. */
  readonly kind: Uint32Array;
}

export function packMarks(
  marks: readonly { readonly offsetNs: number; readonly row: number; readonly kind: number }[],
): ArrayBuffer {
  const buffer = new ArrayBuffer(marks.length * BYTES_PER_MARK);
  const block = viewMarks(buffer);
  for (const [index, mark] of marks.entries()) {
    block.offsetNs[index] = mark.offsetNs;
    block.row[index] = mark.row;
    block.kind[index] = mark.kind;
  }
  return buffer;
}

/** Views of a buffer made by {@link packMarks}; nothing is copied. */
export function viewMarks(buffer: ArrayBuffer): MarkBlock {
  const count = Math.floor(buffer.byteLength / BYTES_PER_MARK);
  return {
    count,
    offsetNs: new Float64Array(buffer, 0, count),
    row: new Uint32Array(buffer, 8 * count, count),
    kind: new Uint32Array(buffer, 12 * count, count),
  };
}
