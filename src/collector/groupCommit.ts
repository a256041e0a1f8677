import type { IngestOutcome, Payload } from './store/ingest.ts';

interface Waiting {
  readonly payload: Payload;
  readonly resolve: (outcome: IngestOutcome) => void;
  readonly reject: (thrown: unknown) => void;
}

/**
 * How much shares a transaction at most: 16 batches of 512 spans, some 60 ms, and about 20 MB of dirty pages. A commit costs as much as
 * 50 spans (0.15 ms), so more would gain little and hold up the questions that others ask.
 */
const MAX_PAYLOADS = 64;
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Gathers payloads while the thread is busy and writes them in one transaction: what has arrived by the end of a turn of the event loop,
 * so a lone payload waits for nothing. Each payload is answered after the commit that holds it.
 */
export class GroupCommit {
  readonly #ingest: (payloads: readonly Payload[]) => readonly IngestOutcome[];
  #waiting: Waiting[] = [];
  #isScheduled = false;

  /** @param ingest writes payloads in one transaction; what it throws is every one's answer */
  constructor(ingest: (payloads: readonly Payload[]) => readonly IngestOutcome[]) {
    this.#ingest = ingest;
  }

  /** Resolves once the payload is committed or refused for itself; rejects with what the transaction failed with. */
  add(payload: Payload): Promise<IngestOutcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ payload, resolve, reject });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#commit(this.#next());
      // The sockets have their turn before the next group.
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #next(): readonly Waiting[] {
    let count = 0;
    let bytes = 0;
    while (count < this.#waiting.length && count < MAX_PAYLOADS && (count === 0 || bytes < MAX_BYTES))
      bytes += this.#waiting[count++]!.payload.protobuf.length;
    const group = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    return group;
  }

  #commit(group: readonly Waiting[]): void {
    let outcomes: readonly IngestOutcome[];
    try {
      outcomes = this.#ingest(group.map(({ payload }) => payload));
    } catch (thrown) {
      for (const { reject } of group) reject(thrown);
      return;
    }
    for (const [i, { resolve }] of group.entries()) resolve(outcomes[i]!);
  }
}
