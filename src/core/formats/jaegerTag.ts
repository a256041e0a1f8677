import type { ByteWriter } from './byteWriter.ts';
import type { JsonReader } from './jsonReader.ts';

/** A Jaeger KeyValue; `text` is the value as written, decimal for numbers. */
export interface JaegerTag {
  readonly key: string;
  readonly type: string;
  readonly text: string;
}

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
  let text = '';
  json.beginObject();
  for (let name = json.nextKey(); name !== undefined; name = json.nextKey()) {
    const next = json.peek();
    if (name === 'key' && next === 'string') key = json.string();
    else if (name === 'type' && next === 'string') type = json.string();
    else if (name === 'value' && next === 'string') text = json.string();
    else if (name === 'value' && next === 'number') text = json.numberText();
    else if (name === 'value' && next === 'boolean') text = String(json.boolean());
    else json.skip();
  }
  return { key, type, text };
}

/** Writes the tag as an OTLP KeyValue in field `field`. A value that does not fit its declared type stays text. */
export function writeJaegerTag(tag: JaegerTag, out: ByteWriter, field: number): void {
  const start = out.begin(field);
  out.string(1, tag.key);
  const value = out.begin(2);
  if (tag.type === 'bool' && (tag.text === 'true' || tag.text === 'false')) out.varint(2, tag.text === 'true' ? 1 : 0);
  else if (tag.type === 'int64' && /^-?\d{1,19}$/.test(tag.text)) out.varint64(3, BigInt(tag.text));
  else if (tag.type === 'float64' && tag.text !== '' && !Number.isNaN(Number(tag.text)))
    out.double(4, Number(tag.text));
  else out.string(1, tag.text);
  out.end(value);
  out.end(start);
}
