import { exportJson, protoBytes, spanId, traceId } from '../../unit/collector/support/payloads.ts';

/** What its sender knows of a batch: `unknown` when the connection broke before the answer came. */
export type Fate = 'unsent' | 'acked' | 'refused' | 'unknown';

export interface LedgerBatch {
  /** `trace:span` of each span. */
  readonly keys: readonly string[];
  readonly body: Buffer;
  fate: Fate;
}

const SPANS_A_BATCH = 20;

/** Every span that was sent, with its fate. */
export class Ledger {
  readonly batches: LedgerBatch[] = [];
  /** Not acknowledged, and given up by a sender that ended: the next sender begins with them, as an SDK retries. */
  readonly #left: LedgerBatch[] = [];
  #lastId = 0;

  /** A batch to send: one that is left, or a new one, mostly of one trace a sender and with a trace of its own now and then. */
  next(sender: number): LedgerBatch {
    const left = this.#left.pop();
    if (left) return left;
    const ids = Array.from({ length: SPANS_A_BATCH }, () => ++this.#lastId);
    const spans = ids.map((id) => ({ id, trace: id % 50 === 0 ? 1_000_000 + id : sender }));
    const batch: LedgerBatch = {
      keys: spans.map(({ id, trace }) => `${traceId(trace)}:${spanId(id)}`),
      body: protoBytes(exportJson({ service: `sender${sender}`, spans })),
      fate: 'unsent',
    };
    this.batches.push(batch);
    return batch;
  }

  leave(batch: LedgerBatch): void {
    if (batch.fate !== 'acked') this.#left.push(batch);
  }

  count(fate: Fate): number {
    return this.batches.reduce((sum, batch) => sum + (batch.fate === fate ? batch.keys.length : 0), 0);
  }
}
