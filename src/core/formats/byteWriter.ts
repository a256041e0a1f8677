import { WIRE_BYTES, WIRE_FIXED32, WIRE_FIXED64, WIRE_VARINT } from './protoReader.ts';

const encoder = new TextEncoder();

/**
 * Writes protobuf's wire format into one growing buffer. A nested message is opened with {@link begin} and closed with
 * {@link end}; one byte is kept for its length and the body shifts when that is too little, so the result is canonical.
 */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Forgets everything from `length` on: what was begun for a span that turned out bad. */
  truncate(length: number): void {
    this.#length = length;
  }

  /** A copy of what was written. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  /** What was written, without a copy; valid until the next write. */
  view(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Opens a nested message; give the result to {@link end}. */
  begin(field: number): number {
    this.#tag(field, WIRE_BYTES);
    this.#reserve(1);
    return ++this.#length;
  }

  end(bodyStart: number): void {
    const size = this.#length - bodyStart;
    let extra = 0;
    for (let rest = size >>> 7; rest > 0; rest >>>= 7) extra++;
    if (extra > 0) {
      this.#reserve(extra);
      this.#bytes.copyWithin(bodyStart + extra, bodyStart, this.#length);
      this.#length += extra;
    }
    let rest = size;
    for (let at = bodyStart - 1; at < bodyStart - 1 + extra; at++) {
      this.#bytes[at] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[bodyStart - 1 + extra] = rest;
  }

  /** A length-delimited field copied from `bytes[start, end)`. */
  bytes(field: number, bytes: Uint8Array, start = 0, end = bytes.length): void {
    this.#tag(field, WIRE_BYTES);
    this.#varint(end - start);
    this.raw(bytes, start, end);
  }

  /** Bytes as they are: fields copied whole from another message. */
  raw(bytes: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    // Below about 32 bytes a loop beats the set-up of a view.
    if (end - start < 32) for (let i = start; i < end; i++) this.#bytes[this.#length++] = bytes[i]!;
    else {
      this.#bytes.set(bytes.subarray(start, end), this.#length);
      this.#length += end - start;
    }
  }

  string(field: number, text: string): void {
    const start = this.begin(field);
    this.#reserve(text.length * 3);
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
    this.end(start);
  }

  varint(field: number, value: number): void {
    this.#tag(field, WIRE_VARINT);
    this.#varint(value);
  }

  /** An int64 or uint64 as two's complement. */
  varint64(field: number, value: bigint): void {
    this.#tag(field, WIRE_VARINT);
    this.#reserve(10);
    let rest = BigInt.asUintN(64, value);
    while (rest > 0x7fn) {
      this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  fixed64(field: number, high: number, low: number): void {
    this.#tag(field, WIRE_FIXED64);
    this.#reserve(8);
    this.#fixed32(low);
    this.#fixed32(high);
  }

  fixed32(field: number, value: number): void {
    this.#tag(field, WIRE_FIXED32);
    this.#reserve(4);
    this.#fixed32(value);
  }

  double(field: number, value: number): void {
    doubleView.setFloat64(0, value, true);
    this.fixed64(field, doubleView.getUint32(4, true), doubleView.getUint32(0, true));
  }

  #tag(field: number, wire: number): void {
    this.#varint(field * 8 + wire);
  }

  #varint(value: number): void {
    this.#reserve(5);
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  #fixed32(value: number): void {
    this.#bytes[this.#length++] = value & 0xff;
    this.#bytes[this.#length++] = (value >>> 8) & 0xff;
    this.#bytes[this.#length++] = (value >>> 16) & 0xff;
    this.#bytes[this.#length++] = value >>> 24;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

const doubleView = new DataView(new ArrayBuffer(8));
