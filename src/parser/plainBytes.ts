import { inflate } from './inflate.ts';

/** A code unit is 2 bytes; an even number of them a step, so that none is torn. */
const STEP_BYTES = 2 ** 24;

/** What a file or an answer says, in bytes that the formats know: gzip inflated, UTF-16 (what PowerShell's ">" writes) as UTF-8. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  const plain = inflate(bytes);
  if (plain[0] === 0xff && plain[1] === 0xfe) return utf8Of(plain, 'utf-16le');
  if (plain[0] === 0xfe && plain[1] === 0xff) return utf8Of(plain, 'utf-16be');
  return plain;
}

/** In steps, since one string holds at most 2^29 characters. */
function utf8Of(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += STEP_BYTES)
    parts.push(Buffer.from(decoder.decode(bytes.subarray(at, at + STEP_BYTES), { stream: true })));
  parts.push(Buffer.from(decoder.decode()));
  return Buffer.concat(parts);
}
