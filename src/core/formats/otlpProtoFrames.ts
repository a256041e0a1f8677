import { Problem } from '../problem.ts';
import type { Payloads } from './payloads.ts';
import { protoSignal } from './protoSignal.ts';

const PREFIX = 4;

/**
 * The Collector's file format `proto`: each message behind its length, 4 bytes big-endian (contrib fileexporter, `exportMessageAsBuffer`).
 * Signals may be mixed and the last message cut; a message that is no OTLP is counted. Throws `malformed` when there is none,
 * `unsupported` when there are only logs and metrics.
 */
export function otlpProtoFramesToPayloads(bytes: Uint8Array): Payloads {
  const payloads: Uint8Array[] = [];
  const notes: string[] = [];
  const others = { logs: 0, metrics: 0 };
  let broken = 0;
  let at = 0;
  for (; at + PREFIX <= bytes.length;) {
    const end = at + PREFIX + lengthAt(bytes, at);
    if (end > bytes.length) break;
    const message = bytes.subarray(at + PREFIX, end);
    at = end;
    const signal = protoSignal(message);
    if (signal === 'traces') payloads.push(message);
    else if (signal === 'logs' || signal === 'metrics') others[signal]++;
    else if (signal === undefined) broken++;
  }
  if (payloads.length === 0 && others.logs + others.metrics > 0)
    throw new Problem('unsupported', 'It holds OTLP logs or metrics, but no traces.');
  if (at < bytes.length) {
    if (at === 0) throw new Problem('malformed', 'Its only message is cut short.');
    notes.push('The end is cut short: what came before its last message was kept.');
    broken++;
  }
  for (const signal of ['logs', 'metrics'] as const)
    if (others[signal] > 0) notes.push(`Messages of ${signal} were left out: ${others[signal].toLocaleString('en')}.`);
  return { payloads, rejected: broken > 0 ? [{ reason: 'broken-line', count: broken }] : [], notes };
}

/** Whether a whole first message of that kind is there, or the beginning of one that is cut. */
export function isOtlpProtoFrames(bytes: Uint8Array): boolean {
  if (bytes.length <= PREFIX) return false;
  const length = lengthAt(bytes, 0);
  const end = PREFIX + length;
  // A first message without a single entry would be taken for anything.
  if (end <= bytes.length) return length > 0 && (protoSignal(bytes, PREFIX, end) ?? 'none') !== 'none';
  // Below 16 MiB, a length begins with a zero, which protobuf and text never do; 0x0a is the tag of the first resource.
  return bytes[0] === 0 && bytes[PREFIX] === 0x0a;
}

function lengthAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
