import { textOf } from './anyValue.ts';
import { writeJsonAttribute } from './anyValueJson.ts';
import type { ByteWriter } from './byteWriter.ts';
import type { JsonReader } from './jsonReader.ts';
import { textBytes } from './textBytes.ts';
import { u64Of, u64OfDigits } from './unixNano.ts';

type ReadId = (bytes: Uint8Array, start: number, end: number, into: Uint8Array, size: number) => boolean;

const idBytes = new Uint8Array(16);

/** Takes the next value of OTLP JSON and writes it as a field of OTLP protobuf. A value of another type counts as absent. */
export class OtlpJsonFields {
  readonly #json: JsonReader;
  readonly #out: ByteWriter;

  constructor(json: JsonReader, out: ByteWriter) {
    this.#json = json;
    this.#out = out;
  }

  /** Hands every key to `each`, which must consume the value. */
  object(each: (key: string) => void): void {
    if (this.#json.peek() !== 'object') {
      this.#json.skip();
      return;
    }
    this.#json.beginObject();
    for (let key = this.#json.nextKey(); key !== undefined; key = this.#json.nextKey()) each(key);
  }

  /** `each` must consume an element. */
  list(each: () => void): void {
    if (this.#json.peek() !== 'array') {
      this.#json.skip();
      return;
    }
    this.#json.beginArray();
    while (this.#json.nextElement()) each();
  }

  /** An embedded message, also where the value is none: then it is empty. */
  message(field: number, write: (key: string) => void): void {
    const start = this.#out.begin(field);
    this.object(write);
    this.#out.end(start);
  }

  /** Resource: attributes = 1, dropped_attributes_count = 2. */
  resource(key: string): void {
    this.attributesOr(key, 1, 2);
  }

  /** InstrumentationScope: name = 1, version = 2, attributes = 3, dropped_attributes_count = 4. */
  scope(key: string): void {
    if (key === 'name') this.text(1);
    else if (key === 'version') this.text(2);
    else this.attributesOr(key, 3, 4);
  }

  /** What every message ends with; any other key is unknown, and skipped. */
  attributesOr(key: string, field: number, droppedField: number): void {
    if (key === 'attributes') this.list(() => writeJsonAttribute(this.#json, this.#out, field));
    else if (key === 'droppedAttributesCount') this.uint32(droppedField);
    else this.#json.skip();
  }

  text(field: number): void {
    if (this.#json.peek() !== 'string') {
      this.#json.skip();
      return;
    }
    const plain = this.#json.plainString();
    if (plain) this.#out.bytes(field, this.#json.bytes, plain.start, plain.end);
    else this.#out.string(field, this.#json.string());
  }

  /** An ID of `size` bytes; false when it is none. */
  id(field: number, size: number, read: ReadId): boolean {
    if (this.#json.peek() !== 'string') {
      this.#json.skip();
      return false;
    }
    const { bytes, start, end } = textBytes(this.#json);
    if (!read(bytes, start, end, idBytes, size)) return false;
    this.#out.bytes(field, idBytes, 0, size);
    return true;
  }

  /** A uint64 as string or number; false when it is neither. null stands for absent. */
  time(field: number): boolean {
    const plain = this.#json.peek() === 'string' ? this.#json.plainString() : undefined;
    const digits = plain && u64OfDigits(this.#json.bytes, plain.start, plain.end);
    const value = digits ?? u64Of(plain ? textOf(this.#json.bytes, plain.start, plain.end) : this.scalar());
    if (value) this.#out.fixed64(field, value.high, value.low);
    return value !== undefined;
  }

  uint32(field: number): void {
    const value = u64Of(this.scalar());
    if (value && value.high === 0) this.#out.varint(field, value.low);
  }

  flags(field: number): void {
    const value = u64Of(this.scalar());
    if (value && value.high === 0) this.#out.fixed32(field, value.low);
  }

  /** The text of a string or number, '0' for null, '' for all else. */
  scalar(): string {
    switch (this.#json.peek()) {
      case 'string':
        return this.#json.string();
      case 'number':
        return this.#json.numberText();
      case 'null':
        this.#json.skip();
        return '0';
      default:
        this.#json.skip();
        return '';
    }
  }
}
