import type { JsonReader } from './jsonReader.ts';

/** Reads a string value as the range of its bytes; nearly always those of the document, since hardly any ID has escapes in it. */
export function textBytes(json: JsonReader): {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
} {
  const plain = json.plainString();
  if (plain) return { bytes: json.bytes, ...plain };
  const bytes = new TextEncoder().encode(json.string());
  return { bytes, start: 0, end: bytes.length };
}
