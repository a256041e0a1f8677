import type { ViewStart } from '../src/core/protocol.ts';
import { el } from './el.ts';

/** Says quietly that spans are still arriving, and settles by itself when no more come. */
export class ArrivingChip {
  readonly element = el(
    'span',
    {
      class: 'arriving',
      testid: 'arriving',
      title: 'Spans of this trace are still arriving: what you see is a part of it.',
      attrs: { role: 'status' },
    },
    el('span', { class: 'arriving-dot', attrs: { 'aria-hidden': 'true' } }),
    'Receiving…',
  );
  #timer: number | undefined;

  constructor() {
    this.element.hidden = true;
  }

  show({ arrivingMs = 0 }: ViewStart): void {
    clearTimeout(this.#timer);
    this.element.hidden = arrivingMs <= 0;
    if (arrivingMs > 0) this.#timer = setTimeout(() => (this.element.hidden = true), arrivingMs);
  }
}
