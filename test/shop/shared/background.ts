/** Work that outlives its request. A service waits for it before it stops, so its spans are exported too. */
export class Background {
  readonly #running = new Set<Promise<void>>();

  run(work: Promise<void>): void {
    const settled = work
      .catch(() => {
        // The work's own span carries the failure; there is no request left to answer.
      })
      .finally(() => this.#running.delete(settled));
    this.#running.add(settled);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }
}
