interface Waiting {
  readonly resolve: (isAdmitted: boolean) => void;
  readonly timer: NodeJS.Timeout;
}

/** Lets only so many calls be read at once. The others wait a while unread, with no more of them in memory than HTTP/2's window. */
export class CallSlots {
  readonly #waitMs: number;
  readonly #waiting = new Set<Waiting>();
  #free: number;

  constructor(slots: number, waitMs: number) {
    this.#free = slots;
    this.#waitMs = waitMs;
  }

  /** Resolves to whether a slot was got in time; then {@link give} it back. */
  take(): Promise<boolean> {
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        resolve(false);
      }, this.#waitMs);
      const waiting: Waiting = { resolve, timer };
      this.#waiting.add(waiting);
    });
  }

  give(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#free++;
      return;
    }
    this.#waiting.delete(next);
    clearTimeout(next.timer);
    next.resolve(true);
  }
}
