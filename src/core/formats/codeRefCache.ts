import type { Attribute } from '../attribute.ts';
import { codeRefOf } from '../codeAttributes.ts';
import type { CodeRef } from '../codeRef.ts';
import { decodeAttribute } from './anyValue.ts';
import { contentHash } from './contentHash.ts';

interface Known {
  /** The attributes as they were sent, one after the other. */
  readonly bytes: Uint8Array;
  readonly code: CodeRef | undefined;
}

/** Some 300 bytes each: 6 MB. */
const MAX_KNOWN = 20_000;
/** What is longer is no place in code, and would make the cache large. */
const MAX_BYTES = 2048;

/**
 * What code attributes say, remembered by their bytes: a function sends the same ones with each of its calls, and comparing 100 bytes takes
 * a tenth of decoding them. The same bytes give the same object.
 */
export class CodeRefCache {
  readonly #known = new Map<number, Known>();

  /** @param ranges of KeyValue messages in `payload`: start, end, start, end...; throws `malformed` */
  of(payload: Uint8Array, ranges: readonly number[]): CodeRef | undefined {
    let hash = 0;
    let length = 0;
    for (let i = 0; i < ranges.length; i += 2) {
      hash = Math.imul(hash, 31) ^ contentHash(payload, ranges[i]!, ranges[i + 1]!);
      length += ranges[i + 1]! - ranges[i]!;
    }
    const known = this.#known.get(hash);
    if (known && isSame(known.bytes, length, payload, ranges)) return known.code;
    const code = decode(payload, ranges);
    if (length <= MAX_BYTES) this.#remember(hash, { bytes: copyOf(payload, ranges, length), code });
    return code;
  }

  #remember(hash: number, known: Known): void {
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(hash, known);
  }
}

function isSame(bytes: Uint8Array, length: number, payload: Uint8Array, ranges: readonly number[]): boolean {
  if (bytes.length !== length) return false;
  let at = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    for (let from = ranges[i]!; from < ranges[i + 1]!; from++) if (payload[from] !== bytes[at++]) return false;
  }
  return true;
}

function copyOf(payload: Uint8Array, ranges: readonly number[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    bytes.set(payload.subarray(ranges[i], ranges[i + 1]), at);
    at += ranges[i + 1]! - ranges[i]!;
  }
  return bytes;
}

function decode(payload: Uint8Array, ranges: readonly number[]): CodeRef | undefined {
  const attributes: Attribute[] = [];
  for (let i = 0; i < ranges.length; i += 2) attributes.push(decodeAttribute(payload, ranges[i]!, ranges[i + 1]!));
  return codeRefOf(attributes);
}
