import { MAX_ATTRIBUTE_DEPTH } from '../attribute.ts';
import type { ByteWriter } from './byteWriter.ts';
import type { JsonReader } from './jsonReader.ts';

/** Shown in place of values nested below the limit; protobuf has no way to say it. */
const TOO_DEEP = '(nested too deep)';
const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** Reads a JSON KeyValue and writes it as field `field`. KeyValue: key = 1, value = 2. */
export function writeJsonAttribute(json: JsonReader, out: ByteWriter, field: number, depth = 0): void {
  if (json.peek() !== 'object') {
    json.skip();
    return;
  }
  const start = out.begin(field);
  let keyed = false;
  let early: JsonReader | undefined;
  json.beginObject();
  for (let name = json.nextKey(); name !== undefined; name = json.nextKey()) {
    if (name === 'key' && !keyed && json.peek() === 'string') {
      const plain = json.plainString();
      if (plain) out.bytes(1, json.bytes, plain.start, plain.end);
      else out.string(1, json.string());
      keyed = true;
    } else if (name === 'value' && json.peek() === 'object') {
      // The key is written first whatever the order was: readers of the store rely on it.
      if (keyed) writeValue(json, out, depth);
      else early = json.fork();
    } else json.skip();
  }
  if (!keyed) out.string(1, '');
  if (early) writeValue(early, out, depth);
  out.end(start);
}

/** Reads a JSON AnyValue and writes its fields; the reader stands before an object. */
export function writeJsonAnyValue(json: JsonReader, out: ByteWriter): void {
  writeAnyValue(json, out, 0);
}

function writeValue(json: JsonReader, out: ByteWriter, depth: number): void {
  const start = out.begin(2);
  writeAnyValue(json, out, depth);
  out.end(start);
}

/**
 * AnyValue: string = 1, bool = 2, int = 3, double = 4, array = 5, kvlist = 6, bytes = 7. A number that its variant cannot hold
 * (an int of 2^63, bytes that are no base64) is kept as its text.
 */
function writeAnyValue(json: JsonReader, out: ByteWriter, depth: number): void {
  if (depth >= MAX_ATTRIBUTE_DEPTH) {
    json.skip();
    out.string(1, TOO_DEEP);
    return;
  }
  json.beginObject();
  for (let variant = json.nextKey(); variant !== undefined; variant = json.nextKey()) {
    if (variant === 'stringValue' && json.peek() === 'string') {
      const plain = json.plainString();
      if (plain) out.bytes(1, json.bytes, plain.start, plain.end);
      else out.string(1, json.string());
    } else if (variant === 'boolValue' && json.peek() === 'boolean') out.varint(2, json.boolean() ? 1 : 0);
    else if (variant === 'intValue') writeInt(scalar(json), out);
    else if (variant === 'doubleValue') writeDouble(scalar(json), out);
    else if (variant === 'bytesValue' && json.peek() === 'string') writeBytes(json.string(), out);
    else if (variant === 'arrayValue') writeArray(json, out, depth + 1);
    else if (variant === 'kvlistValue') writeMap(json, out, depth + 1);
    else json.skip();
  }
}

function writeInt(text: string | undefined, out: ByteWriter): void {
  if (text === undefined) return;
  const value = /^-?\d{1,20}$/.test(text) ? BigInt(text) : undefined;
  if (value !== undefined && value >= INT64_MIN && value <= INT64_MAX) out.varint64(3, value);
  else out.string(1, text);
}

function writeDouble(text: string | undefined, out: ByteWriter): void {
  if (text === undefined) return;
  const value = text === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value) && text !== 'NaN') out.string(1, text);
  else out.double(4, value);
}

function writeBytes(base64: string, out: ByteWriter): void {
  let binary: string;
  try {
    binary = atob(base64.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    out.string(1, base64);
    return;
  }
  out.bytes(
    7,
    Uint8Array.from(binary, (char) => char.charCodeAt(0)),
  );
}

/** ArrayValue: values = 1. */
function writeArray(json: JsonReader, out: ByteWriter, depth: number): void {
  const start = out.begin(5);
  eachOfValues(json, () => {
    const valueStart = out.begin(1);
    if (json.peek() === 'object') writeAnyValue(json, out, depth);
    else json.skip();
    out.end(valueStart);
  });
  out.end(start);
}

/** KeyValueList: values = 1. */
function writeMap(json: JsonReader, out: ByteWriter, depth: number): void {
  const start = out.begin(6);
  eachOfValues(json, () => writeJsonAttribute(json, out, 1, depth));
  out.end(start);
}

function eachOfValues(json: JsonReader, each: () => void): void {
  if (json.peek() !== 'object') {
    json.skip();
    return;
  }
  json.beginObject();
  for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
    if (key !== 'values' || json.peek() !== 'array') {
      json.skip();
      continue;
    }
    json.beginArray();
    while (json.nextElement()) each();
  }
}

function scalar(json: JsonReader): string | undefined {
  switch (json.peek()) {
    case 'string':
      return json.string();
    case 'number':
      return json.numberText();
    default:
      json.skip();
      return undefined;
  }
}
