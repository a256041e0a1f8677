/** FNV-1a, 32 bits, of `bytes[start, end)`, going on from the hash of what stands before them: tells a retry from another span, never used for security. */
export function contentHash(bytes: Uint8Array, start: number, end: number, before = 0x811c9dc5): number {
  let hash = before;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash >>> 0;
}
