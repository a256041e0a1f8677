/**
 * Span ID -> first entry with that ID: open addressing over two Uint32 halves, because a Map of a million strings costs
 * ten times the memory and time.
 */
export class IdIndex {
  readonly #mask: number;
  readonly #slots: Int32Array;
  readonly #high: Uint32Array;
  readonly #low: Uint32Array;

  constructor(high: Uint32Array, low: Uint32Array) {
    // At most half full, so that a miss ends soon.
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, high.length * 2)));
    this.#mask = size - 1;
    this.#slots = new Int32Array(size).fill(-1);
    this.#high = high;
    this.#low = low;
  }

  /** The entry that holds the ID, or -1. */
  get(high: number, low: number): number {
    for (let slot = this.#slot(high, low); ; slot = (slot + 1) & this.#mask) {
      const entry = this.#slots[slot]!;
      if (entry < 0 || (this.#high[entry] === high && this.#low[entry] === low)) return entry;
    }
  }

  /** Enters the entry under its own ID; gives the one that already holds it, or -1. */
  add(entry: number): number {
    const high = this.#high[entry]!;
    const low = this.#low[entry]!;
    for (let slot = this.#slot(high, low); ; slot = (slot + 1) & this.#mask) {
      const held = this.#slots[slot]!;
      if (held < 0) {
        this.#slots[slot] = entry;
        return -1;
      }
      if (this.#high[held] === high && this.#low[held] === low) return held;
    }
  }

  #slot(high: number, low: number): number {
    // Counters as IDs are common in tests and old tracers: multiply so that neighbours spread.
    const mixed = Math.imul(high, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & this.#mask;
  }
}
