declare const idBrand: unique symbol;

/** 32 lower-case hex digits, never all zero. */
export type TraceId = string & { readonly [idBrand]: 'TraceId' };
/** 16 lower-case hex digits, never all zero. */
export type SpanId = string & { readonly [idBrand]: 'SpanId' };

const HEX = /^[0-9a-fA-F]+$/;
const ZEROS = /^0+$/;

/**
 * Reads a trace ID of 1 to 32 hex digits. Shorter IDs are left-padded: Jaeger and Tempo drop leading zeros,
 * Zipkin and B3 know 64-bit IDs.
 */
export function parseTraceId(text: string): TraceId | undefined {
  return parseId(text, 32) as TraceId | undefined;
}

/** Reads a span ID of 1 to 16 hex digits, left-padded like {@link parseTraceId}. */
export function parseSpanId(text: string): SpanId | undefined {
  return parseId(text, 16) as SpanId | undefined;
}

function parseId(text: string, digits: number): string | undefined {
  if (text.length > digits || !HEX.test(text) || ZEROS.test(text)) return undefined;
  return text.toLowerCase().padStart(digits, '0');
}

const BYTE_HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hex of `bytes[start, end)`. */
export function hexOf(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) text += BYTE_HEX[bytes[i]!];
  return text;
}

/** The bytes that an even number of hex digits spells; the caller has checked the digits. */
export function bytesOfHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length >> 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
