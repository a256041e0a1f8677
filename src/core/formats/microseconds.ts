import { u64Of } from './unixNano.ts';

/**
 * Microseconds as written, with a fraction or a sign if need be, in nanoseconds; no double is between. Undefined when it is no number
 * of 64 bits. Negative durations are kept for the trace to mark.
 */
export function nsOfMicroseconds(text: string): bigint | undefined {
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  const exponent = /[eE]/.test(digits);
  const [whole = '', fraction = ''] = exponent ? [digits] : digits.split('.');
  const us = /\D/.test(fraction) ? undefined : u64Of(whole);
  if (!us) return undefined;
  const ns = ((BigInt(us.high) << 32n) | BigInt(us.low)) * 1000n + BigInt(fraction.slice(0, 3).padEnd(3, '0'));
  return negative ? -ns : ns;
}
