import { Problem } from '../problem.ts';

export const WIRE_VARINT = 0;
export const WIRE_FIXED64 = 1;
export const WIRE_BYTES = 2;
export const WIRE_FIXED32 = 5;

/**
 * Reads protobuf's wire format in place, message by message: `while (reader.next()) switch (reader.field)`.
 * Values land in fields instead of objects, because a batch holds thousands of them and the receiver's speed is here.
 * Anything that cannot be framed throws a `malformed` Problem; nothing is read outside [pos, end).
 */
export class ProtoReader {
  readonly bytes: Uint8Array;
  /** Of the field just read by {@link next}. */
  field = 0;
  wire = 0;
  /** The payload of a length-delimited field. */
  start = 0;
  stop = 0;
  /** Varints and fixed fields as two unsigned 32-bit halves. */
  high = 0;
  low = 0;
  /** Where the field just read began, its tag included. */
  fieldStart = 0;
  #pos = 0;
  #end = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#end = bytes.length;
  }

  /** Goes to the message in [start, end). */
  enter(start: number, end: number): this {
    this.#pos = start;
    this.#end = end;
    return this;
  }

  /** The first byte after the field just read. */
  get position(): number {
    return this.#pos;
  }

  /** Reads the next field whole; false at the end of the message. */
  next(): boolean {
    if (this.#pos >= this.#end) return false;
    this.fieldStart = this.#pos;
    this.#varint();
    // A tag is at most 2^29-1 << 3 | 7, so its high half is empty.
    if (this.high !== 0 || this.low >>> 3 === 0) throw malformed('a field without a number');
    this.field = this.low >>> 3;
    this.wire = this.low & 7;
    switch (this.wire) {
      case WIRE_VARINT:
        this.#varint();
        return true;
      case WIRE_FIXED64:
        this.#need(8);
        this.low = this.#fixed32();
        this.high = this.#fixed32();
        return true;
      case WIRE_BYTES: {
        this.#varint();
        if (this.high !== 0 || this.low > this.#end - this.#pos) throw malformed('a length past the end');
        this.start = this.#pos;
        this.stop = this.#pos + this.low;
        this.#pos = this.stop;
        return true;
      }
      case WIRE_FIXED32:
        this.#need(4);
        this.low = this.#fixed32();
        this.high = 0;
        return true;
      default:
        // 3 and 4 are groups, which no OTLP sender writes; skipping them would need a stack.
        throw malformed(`wire type ${this.wire}`);
    }
  }

  #varint(): void {
    const bytes = this.bytes;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.#pos >= this.#end) throw malformed('a number cut short');
      const byte = bytes[this.#pos++]!;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high |= bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    throw malformed('a number longer than 10 bytes');
  }

  #fixed32(): number {
    const { bytes } = this;
    const at = this.#pos;
    this.#pos += 4;
    return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
  }

  #need(count: number): void {
    if (this.#end - this.#pos < count) throw malformed('a number cut short');
  }
}

function malformed(what: string): Problem {
  return new Problem('malformed', `This is not OTLP protobuf: it contains ${what}.`);
}
