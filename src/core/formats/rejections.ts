import type { RejectedCount, RejectReason } from '../protocol.ts';

/** What could not be kept, counted by reason. */
export class Rejections {
  readonly #counts = new Map<RejectReason, number>();

  count(reason: RejectReason, by = 1): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + by);
  }

  addAll(counts: readonly RejectedCount[]): void {
    for (const { reason, count } of counts) this.count(reason, count);
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  get list(): readonly RejectedCount[] {
    return Array.from(this.#counts, ([reason, count]) => ({ reason, count }));
  }
}
