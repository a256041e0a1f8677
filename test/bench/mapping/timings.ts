import { setTimeout } from 'node:timers/promises';

/** What each call took, in milliseconds. */
export class Timings {
  readonly #ms: number[] = [];

  async add<T>(work: () => T | Promise<T>): Promise<T> {
    const begin = performance.now();
    const result = await work();
    this.#ms.push(performance.now() - begin);
    return result;
  }

  /** The middle one, the slowest of a hundred where there are as many, the worst. */
  get text(): string {
    const sorted = this.#ms.toSorted((a, b) => a - b);
    const at = (share: number): string =>
      digits(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!);
    const p99 = sorted.length < 100 ? '' : `p99 ${at(0.99)}, `;
    return `${at(0.5)} ms (${p99}worst ${at(1)}, of ${sorted.length})`;
  }

  get median(): number {
    return this.#ms.toSorted((a, b) => a - b)[this.#ms.length >> 1]!;
  }
}

function digits(ms: number): string {
  return ms >= 10 ? ms.toFixed(0) : ms >= 1 ? ms.toFixed(1) : ms.toFixed(3);
}

const TICK_MS = 1;

/** Notes the longest blocks of the event loop over several pieces of work. */
export class Blocks {
  #wallMs = 0;
  #cpuMs = 0;

  async watch(work: () => Promise<void>): Promise<void> {
    let at = performance.now();
    let cpu = process.threadCpuUsage();
    const timer = setInterval(() => {
      const { user, system } = process.threadCpuUsage(cpu);
      this.#wallMs = Math.max(this.#wallMs, performance.now() - at - TICK_MS);
      this.#cpuMs = Math.max(this.#cpuMs, (user + system) / 1000);
      at = performance.now();
      cpu = process.threadCpuUsage();
    }, TICK_MS);
    try {
      await work();
      // What blocked last is seen by the next turn only.
      await setTimeout(2 * TICK_MS);
    } finally {
      clearInterval(timer);
    }
  }

  get text(): string {
    return `blocked ${this.#wallMs.toFixed(1)} ms (at work ${this.#cpuMs.toFixed(1)})`;
  }
}
