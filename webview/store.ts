/** A value that tells when it changes; the whole state library (after speedscope's `lib/atom.ts`). */
export class Atom<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener(value);
  }

  /** Calls `listener` on every later change. */
  subscribe(listener: (value: T) => void): void {
    this.#listeners.add(listener);
  }

  /** Calls `listener` now and on every later change. */
  follow(listener: (value: T) => void): void {
    listener(this.#value);
    this.#listeners.add(listener);
  }
}
