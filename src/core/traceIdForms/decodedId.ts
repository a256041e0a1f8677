import { hexOf, parseSpanId, type SpanId } from '../ids.ts';

const UINT64_MAX = 2n ** 64n - 1n;

/** The 16 hex digits of an unsigned 64-bit number of at most 20 decimal digits (Datadog, Google Cloud); `undefined` above 2^64-1. */
export function hexOfDecimal(decimal: string): string | undefined {
  if (!/^\d{1,20}$/.test(decimal)) return undefined;
  const value = BigInt(decimal);
  return value <= UINT64_MAX ? value.toString(16).padStart(16, '0') : undefined;
}

/** The hex digits of base64 or base64url text that spells exactly `byteCount` bytes. */
export function hexOfBase64(text: string, byteCount: number): string | undefined {
  const digits = text.replace(/={1,2}$/, '');
  if (digits.length !== Math.ceil((byteCount * 8) / 6) || !/^[A-Za-z0-9+/_-]+$/.test(digits)) return undefined;
  const binary = atob(digits.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
  // Bits beyond the last byte must be zero in real encoders; words of the right length rarely have that.
  const canonical = btoa(binary).replace(/=+$/, '') === digits.replaceAll('-', '+').replaceAll('_', '/');
  return canonical && bytes.length === byteCount ? hexOf(bytes, 0, byteCount) : undefined;
}

/** A span ID as fields carry it: hex (also zero-stripped, `0x`), a decimal too long for hex, or base64. */
export function decodeSpanId(text: string, decimal: boolean): SpanId | undefined {
  const hex = decimal || /^\d{17,20}$/.test(text) ? hexOfDecimal(text) : undefined;
  return parseSpanId(hex ?? hexOfBase64(text, 8) ?? text);
}
