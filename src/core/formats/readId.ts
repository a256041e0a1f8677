import { textOf } from './anyValue.ts';

/** Reads an ID of exactly `size` bytes in hex, any case, from `bytes[start, end)` into `id`; false when it is none or all zero. */
export function readHexId(bytes: Uint8Array, start: number, end: number, id: Uint8Array, size: number): boolean {
  if (end - start !== size * 2) return false;
  let any = 0;
  for (let i = 0; i < size; i++) {
    const high = hexDigit(bytes[start + 2 * i]!);
    const low = hexDigit(bytes[start + 2 * i + 1]!);
    if (high < 0 || low < 0) return false;
    id[i] = high * 16 + low;
    any |= id[i]!;
  }
  return any !== 0;
}

/**
 * The same for an ID in any spelling, which its length tells: 32 or 16 hex digits, or the base64 of as many bytes (24 or 12, unpadded
 * 22 or 11), which is how protobuf's own JSON has them and so Tempo's. A trace ID of 8 bytes is padded on the left, as Zipkin and B3 have it.
 */
export function readAnyId(bytes: Uint8Array, start: number, end: number, id: Uint8Array, size: number): boolean {
  if (readHexId(bytes, start, end, id, size)) return true;
  if (size === 16 && end - start === 16) {
    id.fill(0, 0, 8);
    return readHexId(bytes, start, end, id.subarray(8), 8);
  }
  const binary = [11, 12, 22, 24].includes(end - start) ? binaryOf(textOf(bytes, start, end)) : undefined;
  if (binary === undefined || (binary.length !== size && (size !== 16 || binary.length !== 8))) return false;
  const padding = size - binary.length;
  id.fill(0, 0, padding);
  let any = 0;
  for (let i = 0; i < binary.length; i++) any |= id[padding + i] = binary.charCodeAt(i);
  return any !== 0;
}

function binaryOf(base64: string): string | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(base64)) return undefined;
  return atob(base64.replaceAll('-', '+').replaceAll('_', '/'));
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
