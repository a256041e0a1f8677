import type { TraceId } from '../core/ids.ts';
import type { RejectedCount } from '../core/protocol.ts';
import { decodePayload } from './decodePayload.ts';
import type { OtlpEncoding } from './receiver/encodingOfContentType.ts';
import { Refusal, type RefusalReason } from './receiver/refusal.ts';
import type { Signal } from './receiver/signalOfPath.ts';
import type { TraceSink } from './receiver/traceSink.ts';
import type { IngestOutcome, Payload } from './store/ingest.ts';
import type { PendingCounts } from './store/pendingCounts.ts';
import { sqliteTrouble } from './store/sqliteTrouble.ts';
import type { StoreHolder } from './storeHolder.ts';

/** Puts what the receiver takes into the store. */
export class StoreSink implements TraceSink {
  readonly #holder: StoreHolder;
  readonly #counts: PendingCounts;
  readonly #onKept: (traceIds: readonly TraceId[]) => void;

  constructor(holder: StoreHolder, counts: PendingCounts, onKept: (traceIds: readonly TraceId[]) => void) {
    this.#holder = holder;
    this.#counts = counts;
    this.#onKept = onKept;
  }

  async keep(payload: {
    readonly encoding: OtlpEncoding;
    readonly bytes: Uint8Array;
  }): Promise<readonly RejectedCount[]> {
    const outcome = this.#ingest(decodePayload(payload.encoding, payload.bytes));
    if (!outcome.kept) throw outcome.problem;
    this.#onKept(outcome.traceIds);
    return outcome.rejected;
  }

  countRefused(reason: RefusalReason): void {
    this.#counts.add(`refused.${reason}`);
  }

  countIgnored(signal: Exclude<Signal, 'traces'>): void {
    this.#counts.add(`ignored.${signal}`);
  }

  #ingest(payload: Payload): IngestOutcome {
    try {
      return this.#holder.use((store) => store.ingest([payload]))[0]!;
    } catch (thrown) {
      // Nothing of the payload is kept, and the same payload may well be kept later: the SDK is told to try again.
      const isFull = sqliteTrouble(thrown) === 'full';
      throw new Refusal(
        503,
        isFull ? 'disk-full' : 'store',
        isFull
          ? 'There is no space left on the disk of the trace store: retry later.'
          : `The trace store cannot be written: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
        { 'Retry-After': '5' },
        { cause: thrown },
      );
    }
  }
}
