import type { SpanId } from '../ids.ts';

/**
 * A span ID made from another one and what tells the two apart: the same each time, and none of those `taken`. FNV-1a in two lanes,
 * never used for security.
 */
export function derivedSpanId(id: SpanId, side: string, taken: ReadonlySet<string>): SpanId {
  for (let attempt = 0; ; attempt++) {
    const text = `${id} ${side} ${attempt}`;
    const derived = hash32(text, 0x811c9dc5) + hash32(text, 0x050c5d1f);
    if (!taken.has(derived) && !/^0+$/.test(derived)) return derived as SpanId;
  }
}

function hash32(text: string, basis: number): string {
  let hash = basis;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  // The last characters of FNV reach the high bits late.
  hash ^= hash >>> 15;
  return (Math.imul(hash, 0x2c1b3c6d) >>> 0).toString(16).padStart(8, '0');
}
