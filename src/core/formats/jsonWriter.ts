import { Problem } from '../problem.ts';

const encoder = new TextEncoder();
const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const COLON = 0x3a;
const COMMA = 0x2c;

/** Of one export. A trace of 2^30 bytes of JSON is past what any reader of these formats opens. */
const MAX_BYTES = 2 ** 30;

/** Writes JSON into one growing buffer; commas come by themselves. */
export class JsonWriter {
  #bytes = new Uint8Array(64 * 1024);
  #length = 0;

  beginObject(): void {
    this.#next();
    this.#byte(OPEN_BRACE);
  }

  endObject(): void {
    this.#byte(0x7d);
  }

  beginArray(): void {
    this.#next();
    this.#byte(OPEN_BRACKET);
  }

  endArray(): void {
    this.#byte(0x5d);
  }

  /** The name of the value that follows. */
  key(name: string): void {
    this.string(name);
    this.#byte(COLON);
  }

  string(text: string): void {
    this.literal(JSON.stringify(text));
  }

  /** A number, `true`, `false` or `null` as it is to be written. */
  literal(text: string): void {
    this.#next();
    this.#reserve(text.length * 3);
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  /** A copy of what was written. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  /** A comma unless this is the first value of an object or array, or the value of a key. */
  #next(): void {
    const last = this.#bytes[this.#length - 1];
    if (this.#length > 0 && last !== OPEN_BRACE && last !== OPEN_BRACKET && last !== COLON) this.#byte(COMMA);
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    if (needed > MAX_BYTES) throw new Problem('too-large', 'The trace is too large to be exported as JSON.');
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
