import type { Trace } from './assemble.ts';
import { ProtoReader, WIRE_BYTES, WIRE_FIXED64 } from './formats/protoReader.ts';
import { bigIntOf } from './formats/unixNano.ts';
import { MARK_EVENT, MARK_EXCEPTION, packMarks } from './markBlock.ts';
import { FLAG_EVENTS } from './trace.ts';

/** More dots than a bar has pixels say nothing more; all events are in the span's details. */
const MAX_MARKS_OF_ROW = 500;
const EXCEPTION = new TextEncoder().encode('exception');

/** When something happened in the spans of rows [from, to), packed by `packMarks`. Events are field 11 of a Span. */
export function eventMarks({ columns, header, material, source }: Trace, from: number, to: number): ArrayBuffer {
  const marks: { offsetNs: number; row: number; kind: number }[] = [];
  const traceEpochNs = BigInt(header.startEpochNs);
  const { rows } = material;
  for (let row = from; row < to; row++) {
    if ((columns.flags[row]! & FLAG_EVENTS) === 0) continue;
    const span = source[row]!;
    const bytes = material.payloads[rows.payload.view()[span]!]!;
    const reader = new ProtoReader(bytes).enter(rows.start.view()[span]!, rows.end.view()[span]!);
    const end = marks.length + MAX_MARKS_OF_ROW;
    while (marks.length < end && reader.next())
      if (reader.field === 11 && reader.wire === WIRE_BYTES)
        marks.push({ row, ...readEvent(bytes, reader.start, reader.stop, traceEpochNs) });
  }
  return packMarks(marks);
}

function readEvent(
  bytes: Uint8Array,
  start: number,
  end: number,
  traceEpochNs: bigint,
): { readonly offsetNs: number; readonly kind: number } {
  const reader = new ProtoReader(bytes).enter(start, end);
  let kind = MARK_EVENT;
  let epochNs = 0n;
  while (reader.next()) {
    if (reader.field === 1 && reader.wire === WIRE_FIXED64) epochNs = bigIntOf(reader.high, reader.low);
    else if (reader.field === 2 && reader.wire === WIRE_BYTES)
      kind = isException(bytes, reader.start, reader.stop) ? MARK_EXCEPTION : MARK_EVENT;
  }
  return { offsetNs: Number(epochNs - traceEpochNs), kind };
}

function isException(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === EXCEPTION.length && EXCEPTION.every((byte, index) => bytes[start + index] === byte);
}
