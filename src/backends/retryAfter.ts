/** A server that asks for more is treated as one that asks for this. */
const MAX_RETRY_AFTER_MS = 3_600_000;

/**
 * Reads a `Retry-After` header: seconds or an HTTP date. Always 0 to one hour of milliseconds;
 * what cannot be read, and a date in the past, is `undefined`.
 */
export function retryAfterMs(header: string | undefined, nowEpochMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,20}$/.test(text)) return Math.min(Number(text) * 1000, MAX_RETRY_AFTER_MS);
  // `Date.parse` also reads `-5` and the like; an HTTP date starts with the name of a day.
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
  const waitMs = Date.parse(text) - nowEpochMs;
  return waitMs >= 0 ? Math.min(waitMs, MAX_RETRY_AFTER_MS) : undefined;
}
