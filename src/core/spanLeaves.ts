import { asciiLower } from './asciiLower.ts';
import { MAX_ATTRIBUTE_DEPTH } from './attribute.ts';
import { decodeAnyValue } from './formats/anyValue.ts';
import { ProtoReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from './formats/protoReader.ts';

/*
 * The searchable parts of a Span message (name 5, attributes 9, events 11, status 15), read in place. Malformed insides throw Problems.
 */

/** Whether `bytes[at, stop)` is within one text of the span in `bytes[start, end)`: a name, a key, a string, a status message. */
export function isSpanText(bytes: Uint8Array, start: number, end: number, at: number, stop: number): boolean {
  const reader = new ProtoReader(bytes);
  switch (fieldAt(reader, start, end, at, stop)) {
    case 5:
      return true;
    case 9:
      return isAttributeText(reader, at, stop);
    case 11: {
      const field = fieldAt(reader, reader.start, reader.stop, at, stop);
      return field === 2 || (field === 3 && isAttributeText(reader, at, stop));
    }
    case 15:
      return fieldAt(reader, reader.start, reader.stop, at, stop) === 2;
    default:
      return false;
  }
}

/** The same within the attributes of the Resource message in `bytes[start, end)`. */
export function isResourceText(bytes: Uint8Array, start: number, end: number, at: number, stop: number): boolean {
  const reader = new ProtoReader(bytes);
  return fieldAt(reader, start, end, at, stop) === 1 && isAttributeText(reader, at, stop);
}

/** The number of the bytes field of the message in [start, end) that holds [at, stop), with the reader at it; 0 when none does. */
function fieldAt(reader: ProtoReader, start: number, end: number, at: number, stop: number): number {
  reader.enter(start, end);
  while (reader.next())
    if (reader.position > at)
      return reader.wire === WIRE_BYTES && reader.start <= at && stop <= reader.stop ? reader.field : 0;
  return 0;
}

/** The same for the KeyValue that the reader has just read, through arrays and maps. */
function isAttributeText(reader: ProtoReader, at: number, stop: number): boolean {
  for (let depth = 0; ; depth++) {
    // KeyValue: key 1, value 2.
    const part = fieldAt(reader, reader.start, reader.stop, at, stop);
    if (part !== 2) return part === 1;
    // AnyValue: string 1, array 5, map 6. What is in them is field 1: values in an array, KeyValues in a map.
    for (let isValue = true; isValue;) {
      if (depth >= MAX_ATTRIBUTE_DEPTH) return false;
      const variant = fieldAt(reader, reader.start, reader.stop, at, stop);
      if (variant !== 5 && variant !== 6) return variant === 1;
      if (fieldAt(reader, reader.start, reader.stop, at, stop) !== 1) return false;
      isValue = variant === 5;
      if (isValue) depth++;
    }
  }
}

/** The KeyValue messages of one field of a message, one after the other: where key and value are. */
export class AttributeCursor {
  readonly bytes: Uint8Array;
  keyStart = 0;
  keyStop = 0;
  valueStart = 0;
  valueStop = 0;
  readonly #outer: ProtoReader;
  readonly #inner: ProtoReader;
  readonly #value: ProtoReader;
  #field = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#outer = new ProtoReader(bytes);
    this.#inner = new ProtoReader(bytes);
    this.#value = new ProtoReader(bytes);
  }

  /** Goes to the message in [start, end), whose attributes are field `field`. */
  enter(start: number, end: number, field: number): this {
    this.#outer.enter(start, end);
    this.#field = field;
    return this;
  }

  next(): boolean {
    const outer = this.#outer;
    while (outer.next()) {
      if (outer.field !== this.#field || outer.wire !== WIRE_BYTES) continue;
      this.keyStart = this.keyStop = this.valueStart = this.valueStop = outer.start;
      const inner = this.#inner.enter(outer.start, outer.stop);
      while (inner.next()) {
        if (inner.wire !== WIRE_BYTES) continue;
        if (inner.field === 1) {
          this.keyStart = inner.start;
          this.keyStop = inner.stop;
        } else if (inner.field === 2) {
          this.valueStart = inner.start;
          this.valueStop = inner.stop;
        }
      }
      return true;
    }
    return false;
  }

  /** Whether the value passes the test, or anything in it when it is a list or a map; `depth` is how deep it lies itself. */
  hasLeaf(test: LeafTest, depth = 0): boolean {
    return someLeaf(this.#value, this.valueStart, this.valueStop, test, depth);
  }
}

/** What is asked of the values without insides; bytes are never asked about. */
export interface LeafTest {
  /** A string, UTF-8 in `bytes[start, stop)`. */
  string(bytes: Uint8Array, start: number, stop: number): boolean;
  /** A number or a boolean as it is shown, in lower case. */
  scalar(text: string): boolean;
}

/** Whether the AnyValue in `[start, stop)` passes the test, or anything in it when it is a list or a map. */
function someLeaf(reader: ProtoReader, start: number, stop: number, test: LeafTest, depth: number): boolean {
  if (depth >= MAX_ATTRIBUTE_DEPTH) return false;
  const { bytes } = reader;
  reader.enter(start, stop);
  let variant = 0;
  let from = 0;
  let to = 0;
  let high = 0;
  let low = 0;
  while (reader.next()) {
    if (VARIANT_WIRES[reader.field] !== reader.wire) continue;
    variant = reader.field;
    from = reader.start;
    to = reader.stop;
    high = reader.high;
    low = reader.low;
  }
  switch (variant) {
    case 1:
      return test.string(bytes, from, to);
    case 2:
    case 3:
    case 4: {
      // Most numbers are small integers, which need no decoding.
      if (variant === 3 && high === 0) return test.scalar(String(low));
      const value = decodeAnyValue(bytes, start, stop, depth);
      return 'value' in value && test.scalar(asciiLower(String(value.value)));
    }
    case 5: {
      const values = new ProtoReader(bytes).enter(from, to);
      while (values.next())
        if (values.field === 1 && values.wire === WIRE_BYTES)
          if (someLeaf(reader, values.start, values.stop, test, depth + 1)) return true;
      return false;
    }
    case 6: {
      const entries = new AttributeCursor(bytes).enter(from, to, 1);
      while (entries.next()) if (entries.hasLeaf(test, depth + 1)) return true;
      return false;
    }
    default:
      return false;
  }
}

/** The wire type of each variant of AnyValue, by field number. */
const VARIANT_WIRES: readonly (number | undefined)[] = [
  undefined,
  WIRE_BYTES,
  WIRE_VARINT,
  WIRE_VARINT,
  WIRE_FIXED64,
  WIRE_BYTES,
  WIRE_BYTES,
  WIRE_BYTES,
];
