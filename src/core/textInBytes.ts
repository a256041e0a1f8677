/*
 * Search in UTF-8 as it lies in a payload. What is looked for comes in lower case (`asciiLower`), the bytes are folded on the way:
 * only A to Z, which in UTF-8 are never part of another character.
 */

/** Position of the first `needle` in `bytes[start, end)`, or -1. */
export function indexOfText(bytes: Uint8Array, start: number, end: number, needle: Uint8Array): number {
  const first = needle[0];
  const last = end - needle.length;
  if (first === undefined) return start;
  for (let at = start; at <= last; at++) if (fold(bytes[at]!) === first && startsWith(bytes, at, needle)) return at;
  return -1;
}

/** Whether `needle` stands at `at`; the caller knows that so many bytes are there. */
export function startsWith(bytes: Uint8Array, at: number, needle: Uint8Array): boolean {
  for (let i = 0; i < needle.length; i++) if (fold(bytes[at + i]!) !== needle[i]) return false;
  return true;
}

function fold(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
