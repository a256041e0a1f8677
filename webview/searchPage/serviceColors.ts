import { SlotBook } from '../palette.ts';
import type { Atom } from '../store.ts';
import type { Theme } from '../theme.ts';

/** A colour for every service as it becomes known; it keeps it as long as the page lives. */
export class ServiceColors {
  readonly #theme: Atom<Theme>;
  readonly #book = new SlotBook();
  readonly #slots = new Map<string, number>();

  constructor(theme: Atom<Theme>) {
    this.#theme = theme;
  }

  slotOf(service: string): number {
    const known = this.#slots.get(service);
    if (known !== undefined) return known;
    const slot = this.#book.take(service);
    this.#slots.set(service, slot);
    return slot;
  }

  colorOf(service: string): string {
    return this.#theme.value.bars[this.slotOf(service)]!;
  }
}
