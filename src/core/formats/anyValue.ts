import { MAX_ATTRIBUTE_DEPTH, type Attribute, type AttributeValue } from '../attribute.ts';
import { ProtoReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from './protoReader.ts';

const utf8 = new TextDecoder();
const doubleView = new DataView(new ArrayBuffer(8));

/** Text of `bytes[start, end)`; bytes that are not UTF-8 become U+FFFD. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return utf8.decode(bytes.subarray(start, end));
}

/** Decodes a KeyValue message. */
export function decodeAttribute(bytes: Uint8Array, start: number, end: number, depth = 0): Attribute {
  const reader = new ProtoReader(bytes).enter(start, end);
  let key = '';
  let value: AttributeValue = { type: 'empty' };
  while (reader.next()) {
    if (reader.wire !== WIRE_BYTES) continue;
    if (reader.field === 1) key = textOf(bytes, reader.start, reader.stop);
    else if (reader.field === 2) value = decodeAnyValue(bytes, reader.start, reader.stop, depth);
  }
  return { key, value };
}

/** Decodes an AnyValue message; the last variant set wins, as in any oneof. Recursion ends at MAX_ATTRIBUTE_DEPTH. */
export function decodeAnyValue(bytes: Uint8Array, start: number, end: number, depth: number): AttributeValue {
  if (depth >= MAX_ATTRIBUTE_DEPTH) return { type: 'too-deep' };
  const reader = new ProtoReader(bytes).enter(start, end);
  let value: AttributeValue = { type: 'empty' };
  while (reader.next()) {
    if (reader.field === 1 && reader.wire === WIRE_BYTES)
      value = { type: 'string', value: textOf(bytes, reader.start, reader.stop) };
    else if (reader.field === 2 && reader.wire === WIRE_VARINT)
      value = { type: 'bool', value: (reader.low | reader.high) !== 0 };
    else if (reader.field === 3 && reader.wire === WIRE_VARINT)
      value = { type: 'int', value: signed64(reader.high, reader.low) };
    else if (reader.field === 4 && reader.wire === WIRE_FIXED64)
      value = { type: 'double', value: jsonDouble(reader.high, reader.low) };
    else if (reader.field === 5 && reader.wire === WIRE_BYTES)
      value = { type: 'array', values: decodeArray(bytes, reader.start, reader.stop, depth + 1) };
    else if (reader.field === 6 && reader.wire === WIRE_BYTES)
      value = { type: 'map', entries: decodeMap(bytes, reader.start, reader.stop, depth + 1) };
    else if (reader.field === 7 && reader.wire === WIRE_BYTES)
      value = { type: 'bytes', value: base64Of(bytes, reader.start, reader.stop) };
  }
  return value;
}

function decodeArray(bytes: Uint8Array, start: number, end: number, depth: number): readonly AttributeValue[] {
  const reader = new ProtoReader(bytes).enter(start, end);
  const values: AttributeValue[] = [];
  while (reader.next()) {
    if (reader.field === 1 && reader.wire === WIRE_BYTES)
      values.push(decodeAnyValue(bytes, reader.start, reader.stop, depth));
  }
  return values;
}

function decodeMap(bytes: Uint8Array, start: number, end: number, depth: number): readonly Attribute[] {
  const reader = new ProtoReader(bytes).enter(start, end);
  const entries: Attribute[] = [];
  while (reader.next()) {
    if (reader.field === 1 && reader.wire === WIRE_BYTES)
      entries.push(decodeAttribute(bytes, reader.start, reader.stop, depth));
  }
  return entries;
}

function signed64(high: number, low: number): string {
  if (high === 0) return String(low);
  return String(BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)));
}

function jsonDouble(high: number, low: number): number | 'NaN' | 'Infinity' | '-Infinity' {
  doubleView.setUint32(4, high, true);
  doubleView.setUint32(0, low, true);
  const value = doubleView.getFloat64(0, true);
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}

function base64Of(bytes: Uint8Array, start: number, end: number): string {
  let binary = '';
  for (let i = start; i < end; i++) binary += String.fromCharCode(bytes[i]!);
  return btoa(binary);
}
