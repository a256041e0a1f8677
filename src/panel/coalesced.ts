/** Runs something when asked to, never twice at a time and never more often than once in `everyMs`; the last request always runs. */
export class Coalesced {
  readonly #run: () => Promise<void>;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #running = false;
  #again = false;
  #startedMs = Number.NEGATIVE_INFINITY;

  /** `run` must not reject. */
  constructor(run: () => Promise<void>, everyMs: number) {
    this.#run = run;
    this.#everyMs = everyMs;
  }

  request(): void {
    if (this.#running) this.#again = true;
    else this.#timer ??= setTimeout(() => void this.#go(), Math.max(0, this.#startedMs + this.#everyMs - Date.now()));
  }

  /** Forgets what was requested; what runs, runs on. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#again = false;
  }

  async #go(): Promise<void> {
    this.#timer = undefined;
    this.#running = true;
    this.#startedMs = Date.now();
    try {
      await this.#run();
    } finally {
      this.#running = false;
      if (this.#again) {
        this.#again = false;
        this.request();
      }
    }
  }
}
