import { setImmediate } from 'node:timers/promises';
import type { TraceId } from '../core/ids.ts';

/** Searching 4 MiB takes about a millisecond; the host's event loop gets a turn after each. */
const SLICE_BYTES = 4 * 1_048_576;

/**
 * Whether the bytes of an answer hold the trace ID at all, as hex, base64 or its 16 bytes, without parsing them. A server or a cache
 * that answers with another trace (security.md B20) is found out here; after parsing, the ID has the last word.
 */
export async function namesTrace(bytes: ArrayBuffer, traceId: TraceId): Promise<boolean> {
  // Without leading zeros: servers write the ID with any number of them.
  const digits = traceId.replace(/^0+/, '');
  const raw = Buffer.from(traceId, 'hex');
  const texts = [digits, digits.toUpperCase(), raw.toString('base64').slice(0, 22)];
  for (const needle of [...texts.map((text) => Buffer.from(text, 'latin1')), raw])
    if (await contains(bytes, needle)) return true;
  return false;
}

async function contains(bytes: ArrayBuffer, needle: Buffer): Promise<boolean> {
  for (let from = 0; from < bytes.byteLength; from += SLICE_BYTES) {
    if (from > 0) await setImmediate();
    // Slices overlap by the needle's length less one: it may lie across their border.
    const byteCount = Math.min(SLICE_BYTES + needle.length - 1, bytes.byteLength - from);
    if (Buffer.from(bytes, from, byteCount).includes(needle)) return true;
  }
  return false;
}
