/** Where the time comes from; tests turn it. */
export interface Clocks {
  /** Milliseconds since the Unix epoch, as the machine has it: may jump. */
  wallMs(): number;
  /** Milliseconds from anywhere, never backwards. */
  monotonicMs(): number;
}

export const MACHINE_CLOCKS: Clocks = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };

/**
 * What the age of traces is measured by. The machine's clock is asked once, when the store is opened; from there on time goes by as
 * it really passes, so a clock that is set does nothing. How long the store was closed only the machine's clock can tell: of that, half of
 * the age that traces may have is believed at most. So a clock that is years off makes no store empty, and a store after long holidays
 * loses its traces bit by bit, not all at its opening.
 */
export class AgeClock {
  readonly #clocks: Clocks;
  readonly #openedWallMs: number;
  readonly #openedMonotonicMs: number;
  readonly #lastWriteMs: number | undefined;

  /** @param lastWriteMs when something was last written to the store, undefined for an empty one */
  constructor(clocks: Clocks, lastWriteMs: number | undefined) {
    this.#clocks = clocks;
    this.#openedWallMs = clocks.wallMs();
    this.#openedMonotonicMs = clocks.monotonicMs();
    this.#lastWriteMs = lastWriteMs;
  }

  /** Traces whose last span arrived before this moment are older than `maxAgeMs`. */
  cutoffMs(maxAgeMs: number): number {
    const believed = (this.#lastWriteMs ?? this.#openedWallMs) + maxAgeMs / 2;
    const passedMs = this.#clocks.monotonicMs() - this.#openedMonotonicMs;
    return Math.min(this.#openedWallMs, believed) + passedMs - maxAgeMs;
  }
}
