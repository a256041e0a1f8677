import { Problem } from '../problem.ts';
import type { RejectReason } from '../protocol.ts';
import { ProtoReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from './protoReader.ts';

/** "code." in ASCII, for a comparison without decoding. */
const CODE_DOT = [0x63, 0x6f, 0x64, 0x65, 0x2e];
/** "exception" in ASCII. */
const EXCEPTION = [0x65, 0x78, 0x63, 0x65, 0x70, 0x74, 0x69, 0x6f, 0x6e];

/**
 * The fixed part of a Span message, read in place: one instance is filled again for every span, so a payload of
 * any size makes no objects. Positions point into the payload's bytes. Field numbers: opentelemetry-proto trace/v1.
 */
export class SpanFields {
  readonly #bytes: Uint8Array;
  readonly #reader: ProtoReader;
  readonly #nested: ProtoReader;
  /** Start of the 16-byte trace ID and the 8-byte span ID. */
  traceIdAt = 0;
  spanIdAt = 0;
  /** Start of the 8-byte parent ID, -1 for a root. */
  parentIdAt = -1;
  nameStart = 0;
  nameEnd = 0;
  kind = 0;
  startHigh = 0;
  startLow = 0;
  endHigh = 0;
  endLow = 0;
  error = false;
  events = false;
  exception = false;
  links = false;
  /** Ranges of the KeyValue messages whose key begins with `code.`: start, end, start, end... */
  readonly codeAttributes: number[] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#reader = new ProtoReader(bytes);
    this.#nested = new ProtoReader(bytes);
  }

  /** Reads the span in [start, end). Gives the reason why it cannot be kept, or undefined when it can. */
  read(start: number, end: number): RejectReason | undefined {
    try {
      return this.#read(start, end);
    } catch (thrown) {
      if (thrown instanceof Problem) return 'malformed-span';
      throw thrown;
    }
  }

  #read(start: number, end: number): RejectReason | undefined {
    this.#reset(start);
    const reader = this.#reader.enter(start, end);
    let traceIdLength = 0;
    let spanIdLength = 0;
    let parentIdLength = 0;
    while (reader.next()) {
      switch (reader.field * 8 + reader.wire) {
        case 1 * 8 + WIRE_BYTES:
          this.traceIdAt = reader.start;
          traceIdLength = reader.stop - reader.start;
          break;
        case 2 * 8 + WIRE_BYTES:
          this.spanIdAt = reader.start;
          spanIdLength = reader.stop - reader.start;
          break;
        case 4 * 8 + WIRE_BYTES:
          this.parentIdAt = reader.start;
          parentIdLength = reader.stop - reader.start;
          break;
        case 5 * 8 + WIRE_BYTES:
          this.nameStart = reader.start;
          this.nameEnd = reader.stop;
          break;
        case 6 * 8 + WIRE_VARINT:
          this.kind = reader.high === 0 && reader.low <= 5 ? reader.low : 0;
          break;
        case 7 * 8 + WIRE_FIXED64:
          this.startHigh = reader.high;
          this.startLow = reader.low;
          break;
        case 8 * 8 + WIRE_FIXED64:
          this.endHigh = reader.high;
          this.endLow = reader.low;
          break;
        case 9 * 8 + WIRE_BYTES:
          if (this.#keyStartsWith(reader.start, reader.stop, CODE_DOT))
            this.codeAttributes.push(reader.start, reader.stop);
          break;
        case 11 * 8 + WIRE_BYTES:
          this.events = true;
          this.exception ||= this.#isException(reader.start, reader.stop);
          break;
        case 13 * 8 + WIRE_BYTES:
          this.links = true;
          break;
        case 15 * 8 + WIRE_BYTES:
          this.error = this.#isError(reader.start, reader.stop);
          break;
        default:
      }
    }
    if (traceIdLength !== 16 || this.#allZero(this.traceIdAt, 16)) return 'trace-id';
    if (spanIdLength !== 8 || this.#allZero(this.spanIdAt, 8)) return 'span-id';
    // A parent ID of zeros, or of a length that names nothing, is how some senders say "none".
    if (parentIdLength !== 8 || this.#allZero(this.parentIdAt, 8)) this.parentIdAt = -1;
    return undefined;
  }

  #reset(start: number): void {
    this.nameStart = this.nameEnd = start;
    this.parentIdAt = -1;
    this.kind = this.startHigh = this.startLow = this.endHigh = this.endLow = 0;
    this.error = this.events = this.exception = this.links = false;
    this.codeAttributes.length = 0;
  }

  /** Status: message is field 2, code field 3; ERROR is 2. */
  #isError(start: number, end: number): boolean {
    const reader = this.#nested.enter(start, end);
    let code = 0;
    while (reader.next()) if (reader.field === 3 && reader.wire === WIRE_VARINT) code = reader.low;
    return code === 2;
  }

  /** Event: time is field 1, name field 2. */
  #isException(start: number, end: number): boolean {
    const reader = this.#nested.enter(start, end);
    while (reader.next()) {
      if (reader.field === 2 && reader.wire === WIRE_BYTES)
        return reader.stop - reader.start === EXCEPTION.length && this.#startsWith(reader.start, EXCEPTION);
    }
    return false;
  }

  /** KeyValue: key is field 1. Only the first field is looked at: every encoder writes the key first. */
  #keyStartsWith(start: number, end: number, prefix: readonly number[]): boolean {
    // Tag 0x0a, one byte of length, then the key.
    return end - start > 2 + prefix.length && this.#bytes[start] === 0x0a && this.#startsWith(start + 2, prefix);
  }

  #startsWith(at: number, prefix: readonly number[]): boolean {
    for (let i = 0; i < prefix.length; i++) if (this.#bytes[at + i] !== prefix[i]) return false;
    return true;
  }

  #allZero(at: number, count: number): boolean {
    for (let i = at; i < at + count; i++) if (this.#bytes[i] !== 0) return false;
    return true;
  }
}
