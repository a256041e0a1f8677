import { spanIdOf, type Trace } from './assemble.ts';
import { ProtoReader, WIRE_BYTES } from './formats/protoReader.ts';
import type { ByteRange } from './formats/walkOtlp.ts';

const encoder = new TextEncoder();

/**
 * Rows whose operation, service, span ID, attributes, events or resource contain the text, whatever its case (ASCII letters fold;
 * others match as written). Names are looked at once each, attribute text in place over the span's bytes, without decoding.
 */
export function findRows(trace: Trace, text: string): Uint32Array<ArrayBuffer> {
  const wanted = text.trim();
  if (wanted === '') return new Uint32Array(0);
  const needle = encoder.encode(lower(wanted));
  const { columns, header, material } = trace;
  const contains = (name: string): boolean => lower(name).includes(lower(wanted));
  const names = header.names.map(contains);
  const services = header.services.map(contains);
  const resources = new Map<number, boolean>();
  const { rows, payloads } = material;
  const payload = rows.payload.view();
  const start = rows.start.view();
  const end = rows.end.view();
  const resource = rows.resource.view();
  const isHex = /^[0-9a-f]{4,16}$/.test(lower(wanted));

  const matches = new Uint32Array(columns.count);
  let count = 0;
  for (let row = 0; row < columns.count; row++) {
    const span = trace.source[row]!;
    const bytes = payloads[payload[span]!]!;
    const matched =
      names[columns.name[row]!]! ||
      services[columns.service[row]!]! ||
      textFieldsContain(bytes, start[span]!, end[span]!, needle) ||
      (isHex && spanIdOf(rows, span).includes(lower(wanted))) ||
      resourceContains(resource[span]!, bytes);
    if (matched) matches[count++] = row;
  }
  return matches.slice(0, count);

  function resourceContains(index: number, bytes: Uint8Array): boolean {
    let known = resources.get(index);
    if (known === undefined) {
      const range: ByteRange = material.resources[index]!;
      resources.set(index, (known = containsBytes(bytes, range.start, range.end, needle)));
    }
    return known;
  }
}

/** Attributes 9, events 11 and status 15 of a Span message. */
function textFieldsContain(bytes: Uint8Array, start: number, end: number, needle: Uint8Array): boolean {
  const reader = new ProtoReader(bytes).enter(start, end);
  while (reader.next()) {
    if (reader.wire !== WIRE_BYTES) continue;
    if (reader.field !== 9 && reader.field !== 11 && reader.field !== 15) continue;
    if (containsBytes(bytes, reader.start, reader.stop, needle)) return true;
  }
  return false;
}

/** Looks for an already lower-cased needle. */
function containsBytes(bytes: Uint8Array, start: number, end: number, needle: Uint8Array): boolean {
  const first = needle[0]!;
  const last = end - needle.length;
  outer: for (let at = start; at <= last; at++) {
    if (fold(bytes[at]!) !== first) continue;
    for (let i = 1; i < needle.length; i++) if (fold(bytes[at + i]!) !== needle[i]) continue outer;
    return true;
  }
  return false;
}

function fold(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}

function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
