interface Entry<V> {
  readonly value: V;
  readonly untilMs: number;
}

/** Keeps the values used last, each for a while at most. */
export class LruCache<V extends object> {
  readonly #maxEntries: number;
  readonly #maxAgeMs: number;
  /** In order of last use. */
  readonly #entries = new Map<string, Entry<V>>();

  constructor(maxEntries: number, maxAgeMs: number) {
    this.#maxEntries = maxEntries;
    this.#maxAgeMs = maxAgeMs;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    if (performance.now() > entry.untilMs) return undefined;
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** What was dropped to make room, if anything. */
  set(key: string, value: V): V | undefined {
    this.#entries.delete(key);
    this.#entries.set(key, { value, untilMs: performance.now() + this.#maxAgeMs });
    if (this.#entries.size <= this.#maxEntries) return undefined;
    const [oldest, dropped] = this.#entries.entries().next().value!;
    this.#entries.delete(oldest);
    return dropped.value;
  }

  /** Drops what `matches`, or everything, and answers it. */
  drop(matches: (value: V, key: string) => boolean = () => true): readonly V[] {
    const dropped: V[] = [];
    for (const [key, { value }] of this.#entries) {
      if (!matches(value, key)) continue;
      this.#entries.delete(key);
      dropped.push(value);
    }
    return dropped;
  }
}
