import { textOf } from './anyValue.ts';
import type { ByteWriter } from './byteWriter.ts';
import type { JsonReader } from './jsonReader.ts';

/** A Jaeger KeyValue. Most values are only copied on, so their text is made when somebody asks for it. */
export class JaegerTag {
  readonly key: string;
  readonly type: string;
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  #text: string | undefined;

  /** The value is `bytes[start, end)`, unless `text` is given. */
  constructor(key: string, type: string, bytes: Uint8Array, start: number, end: number, text?: string) {
    this.key = key;
    this.type = type;
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#text = text;
  }

  static ofText(key: string, text: string): JaegerTag {
    return new JaegerTag(key, 'string', NONE, 0, 0, text);
  }

  /** The value as written, decimal for numbers. */
  get text(): string {
    return (this.#text ??= textOf(this.#bytes, this.#start, this.#end));
  }

  /** Writes the tag as an OTLP KeyValue in field `field`. A value that does not fit its declared type stays text. */
  write(out: ByteWriter, field: number): void {
    const start = out.begin(field);
    out.string(1, this.key);
    const value = out.begin(2);
    if (this.type === 'bool' && (this.text === 'true' || this.text === 'false'))
      out.varint(2, this.text === 'true' ? 1 : 0);
    else if (this.type === 'int64' && isInt64(this.text)) out.varint64(3, BigInt(this.text));
    else if (this.type === 'float64' && this.text !== '' && !Number.isNaN(Number(this.text)))
      out.double(4, Number(this.text));
    else if (this.type === 'binary') writeBase64(this.text, out);
    else if (this.#text === undefined) out.bytes(1, this.#bytes, this.#start, this.#end);
    else out.string(1, this.#text);
    out.end(value);
    out.end(start);
  }
}

function isInt64(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

/** The API gives bytes in base64; what is none stays text. */
function writeBase64(text: string, out: ByteWriter): void {
  try {
    const binary = atob(text);
    out.bytes(
      7,
      Uint8Array.from(binary, (char) => char.charCodeAt(0)),
    );
  } catch {
    out.string(1, text);
  }
}

const NONE = new Uint8Array(0);

/** Reads a list of `{key, type, value}`; entries that are none of that are skipped. */
export function readJaegerTags(json: JsonReader): readonly JaegerTag[] {
  const tags: JaegerTag[] = [];
  if (json.peek() !== 'array') {
    json.skip();
    return tags;
  }
  json.beginArray();
  while (json.nextElement()) {
    if (json.peek() === 'object') tags.push(readTag(json));
    else json.skip();
  }
  return tags;
}

function readTag(json: JsonReader): JaegerTag {
  let key = '';
  let type = '';
  let text: string | undefined = '';
  let start = 0;
  let end = 0;
  json.beginObject();
  for (let name = json.nextKey(); name !== undefined; name = json.nextKey()) {
    const next = json.peek();
    if (name === 'key' && next === 'string') key = json.name();
    else if (name === 'type' && next === 'string') type = json.name();
    else if (name === 'value' && (next === 'string' || next === 'number')) {
      const plain = next === 'string' ? json.plainString() : json.number();
      text = plain ? undefined : json.string();
      if (plain) ({ start, end } = plain);
    } else if (name === 'value' && next === 'boolean') text = String(json.boolean());
    else if (name === 'value' && next !== 'null') {
      // Jaeger has no lists or objects; what a clone writes of them is kept as written.
      text = undefined;
      start = json.position;
      json.skip();
      end = json.position;
    } else json.skip();
  }
  return new JaegerTag(key, type, json.bytes, start, end, text);
}
