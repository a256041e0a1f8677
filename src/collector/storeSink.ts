import type { TraceId } from '../core/ids.ts';
import { Problem } from '../core/problem.ts';
import type { RejectedCount } from '../core/protocol.ts';
import { decodeLogs } from './decodeLogs.ts';
import { decodePayload } from './decodePayload.ts';
import { GroupCommit } from './groupCommit.ts';
import type { OtlpEncoding } from './receiver/encodingOfContentType.ts';
import type { PayloadEncoding } from './receiver/payloadEncoding.ts';
import { Refusal, type RefusalReason } from './receiver/refusal.ts';
import type { Signal } from './receiver/signalOfPath.ts';
import type { TraceSink } from './receiver/traceSink.ts';
import type { IngestOutcome, Payload } from './store/ingest.ts';
import type { PendingCounts } from './store/pendingCounts.ts';
import { sqliteTrouble, type SqliteTrouble } from './store/sqliteTrouble.ts';
import type { StoreHolder } from './storeHolder.ts';

/** Puts what the receiver takes into the store. */
export class StoreSink implements TraceSink {
  readonly #counts: PendingCounts;
  readonly #onKept: (traceIds: readonly TraceId[]) => void;
  readonly #group: GroupCommit;

  constructor(holder: StoreHolder, counts: PendingCounts, onKept: (traceIds: readonly TraceId[]) => void) {
    this.#counts = counts;
    this.#onKept = onKept;
    this.#group = new GroupCommit((payloads) => holder.use((store) => store.ingest(payloads)));
  }

  async keep(payload: {
    readonly encoding: PayloadEncoding;
    readonly bytes: Uint8Array;
  }): Promise<readonly RejectedCount[]> {
    return this.#keep(decodePayload(payload.encoding, payload.bytes));
  }

  async keepLogs(payload: {
    readonly encoding: OtlpEncoding;
    readonly bytes: Uint8Array;
  }): Promise<readonly RejectedCount[]> {
    return this.#keep(decodeLogs(payload.encoding, payload.bytes));
  }

  countRefused(reason: RefusalReason): void {
    this.#counts.add(`refused.${reason}`);
  }

  countIgnored(signal: Exclude<Signal, 'traces'>): void {
    this.#counts.add(`ignored.${signal}`);
  }

  async #keep(payload: Payload): Promise<readonly RejectedCount[]> {
    let outcome: IngestOutcome;
    try {
      outcome = await this.#group.add(payload);
    } catch (thrown) {
      throw refusalOf(thrown);
    }
    if (!outcome.kept) throw outcome.problem;
    this.#onKept(outcome.traceIds);
    return outcome.rejected;
  }
}

/** Nothing of the payload is kept, and the same payload may well be kept later: the SDK is told to try again. */
function refusalOf(thrown: unknown): Refusal {
  const trouble = sqliteTrouble(thrown instanceof Problem ? thrown.cause : thrown);
  return new Refusal(
    503,
    trouble === 'full' ? 'disk-full' : 'store',
    messageOf(trouble, thrown),
    { 'Retry-After': '5' },
    { cause: thrown },
  );
}

function messageOf(trouble: SqliteTrouble | undefined, thrown: unknown): string {
  if (thrown instanceof Problem) return thrown.message;
  switch (trouble) {
    case 'full':
      return 'There is no space left on the disk of the trace store: make room, then the spans are taken again.';
    case 'busy':
      return 'The trace store cannot be written: another program has held it for too long. Retry later.';
    case 'unwritable':
      return 'The trace store cannot be written: check that its folder is there and may be written to.';
    default:
      return `The trace store cannot be written: ${thrown instanceof Error ? thrown.message : String(thrown)}.`;
  }
}
