import { contentHash } from './formats/contentHash.ts';
import { textOf } from './formats/anyValue.ts';

interface Entry {
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** Names repeat from span to span: each distinct run of bytes is decoded once and known by its index from then on. */
export class StringTable {
  readonly strings: string[] = [];
  readonly #entries = new Map<number, Entry[]>();

  intern(bytes: Uint8Array, start: number, end: number): number {
    const hash = contentHash(bytes, start, end);
    let bucket = this.#entries.get(hash);
    const known = bucket?.find((entry) => sameBytes(entry.bytes, bytes, start, end));
    if (known) return known.index;
    if (!bucket) this.#entries.set(hash, (bucket = []));
    const index = this.strings.length;
    bucket.push({ index, bytes: bytes.slice(start, end) });
    this.strings.push(textOf(bytes, start, end));
    return index;
  }
}

/** Whether `bytes` is `other[start, end)`. */
export function sameBytes(bytes: Uint8Array, other: Uint8Array, start: number, end: number): boolean {
  if (bytes.length !== end - start) return false;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== other[start + i]) return false;
  return true;
}
