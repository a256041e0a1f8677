import type { PayloadEncoding } from '../../../../src/collector/receiver/payloadEncoding.ts';
import type { RefusalReason } from '../../../../src/collector/receiver/refusal.ts';
import type { TraceSink } from '../../../../src/collector/receiver/traceSink.ts';
import { decodePayload } from '../../../../src/collector/decodePayload.ts';
import { walkOtlp } from '../../../../src/core/formats/walkOtlp.ts';
import type { RejectedCount } from '../../../../src/core/protocol.ts';

export interface MemorySink extends TraceSink {
  /** Spans of each payload. */
  readonly kept: number[];
  readonly encodings: PayloadEncoding[];
  readonly logs: Buffer[];
  readonly refused: RefusalReason[];
  readonly ignored: string[];
}

export interface MemorySinkOptions {
  /** What is done before a payload is kept; may throw what a store throws. */
  readonly before?: () => Promise<void> | void;
  readonly rejected?: readonly RejectedCount[];
}

/** A sink that decodes as the store does, and remembers what it was given. */
export function memorySink({ before, rejected = [] }: MemorySinkOptions = {}): MemorySink {
  const kept: number[] = [];
  const encodings: PayloadEncoding[] = [];
  const logs: Buffer[] = [];
  const refused: RefusalReason[] = [];
  const ignored: string[] = [];
  return {
    kept,
    encodings,
    logs,
    refused,
    ignored,
    keep: async ({ encoding, bytes }) => {
      await before?.();
      const payload = decodePayload(encoding, bytes);
      let spans = 0;
      walkOtlp(payload.protobuf, { resource: () => {}, scope: () => {}, span: () => void spans++ });
      kept.push(spans);
      encodings.push(encoding);
      return [...payload.rejected, ...rejected];
    },
    keepLogs: async ({ bytes }) => {
      await before?.();
      logs.push(Buffer.from(bytes));
      return rejected;
    },
    countRefused: (reason) => void refused.push(reason),
    countIgnored: (signal) => void ignored.push(signal),
  };
}
