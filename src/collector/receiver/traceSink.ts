import type { RejectedCount } from '../../core/protocol.ts';
import type { OtlpEncoding } from './encodingOfContentType.ts';
import type { PayloadEncoding } from './payloadEncoding.ts';
import type { RefusalReason } from './refusal.ts';
import type { Signal } from './signalOfPath.ts';

/** Where received payloads go. */
export interface TraceSink {
  /**
   * Keeps a payload; resolves once it is committed. Rejects with a Refusal, or with a Problem when the payload cannot be read.
   */
  keep(payload: { readonly encoding: PayloadEncoding; readonly bytes: Uint8Array }): Promise<readonly RejectedCount[]>;
  /** The same for an ExportLogsServiceRequest. */
  keepLogs(payload: { readonly encoding: OtlpEncoding; readonly bytes: Uint8Array }): Promise<readonly RejectedCount[]>;
  countRefused(reason: RefusalReason): void;
  /** A request that was answered and thrown away, because it carries no traces. */
  countIgnored(signal: Exclude<Signal, 'traces'>): void;
}
