const U64_MAX = 2n ** 64n - 1n;
const DIGITS = /^\d{1,20}$/;
const U32 = 2 ** 32;

/** An unsigned 64-bit number as two unsigned halves. */
export interface U64 {
  readonly high: number;
  readonly low: number;
}

/**
 * Reads a uint64 written as decimal digits, exactly. Numbers with a fraction or exponent, which some senders make from doubles,
 * are taken when they are whole. Undefined when it is no such number.
 */
export function u64Of(text: string): U64 | undefined {
  if (!DIGITS.test(text)) return fromDouble(text);
  if (text.length === 20) return fromBigInt(BigInt(text));
  // value = upper * 10^9 + lower, in halves that doubles carry exactly: upper < 10^10.
  const cut = Math.max(0, text.length - 9);
  const lower = Number(text.slice(cut));
  const upper = cut === 0 ? 0 : Number(text.slice(0, cut));
  return joined(upper, lower);
}

function joined(upper: number, lower: number): U64 {
  const upperHigh = Math.floor(upper / 65536) * 1e9;
  const sum = (upperHigh % 65536) * 65536 + (upper % 65536) * 1e9 + lower;
  return { high: Math.floor(upperHigh / 65536) + Math.floor(sum / U32), low: sum % U32 };
}

/** Like {@link u64Of} for up to 19 digits in `bytes[start, end)`, without making text of them; undefined when it is anything else. */
export function u64OfDigits(bytes: Uint8Array, start: number, end: number): U64 | undefined {
  if (end - start > 19 || end === start) return undefined;
  const cut = Math.max(start, end - 9);
  let upper = 0;
  let lower = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    if (at < cut) upper = upper * 10 + digit;
    else lower = lower * 10 + digit;
  }
  return joined(upper, lower);
}

function fromDouble(text: string): U64 | undefined {
  if (!/^\d+(?:\.\d+)?(?:[eE]\+?\d{1,2})?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isInteger(value) ? fromBigInt(BigInt(value)) : undefined;
}

function fromBigInt(value: bigint): U64 | undefined {
  return value > U64_MAX ? undefined : { high: Number(value >> 32n), low: Number(value & 0xffffffffn) };
}

export function bigIntOf(high: number, low: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}
