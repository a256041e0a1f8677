import { el } from '../../el.ts';
import type { Session } from '../../session.ts';
import type { FlameLayout } from './flameLayout.ts';
import { flameFacts } from './flameWords.ts';

const GAP_PX = 14;

/** The card beside the pointer; screen readers have the tree instead. */
export class FlameTooltip {
  readonly element = el('div', { class: 'face-card', testid: 'flame-card', attrs: { 'aria-hidden': 'true' } });

  constructor() {
    this.element.hidden = true;
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** (x, y) is the pointer, from the corner of the element that the card is in. */
  show(session: Session, layout: FlameLayout, node: number, x: number, y: number): void {
    const { trace } = session;
    const row = layout.row[node]!;
    this.element.replaceChildren(
      el('b', {}, trace.nameOf(row)),
      el('div', { class: 'dim' }, trace.serviceOf(row)),
      el(
        'div',
        { class: 'face-card-facts' },
        ...flameFacts(session, layout, node).flatMap(([name, value]) => [
          el('span', { class: 'dim' }, name),
          el('span', {}, value),
        ]),
      ),
    );
    this.element.hidden = false;
    const { offsetWidth, offsetHeight, parentElement } = this.element;
    const [width, height] = [parentElement?.clientWidth ?? 0, parentElement?.clientHeight ?? 0];
    const left = x + GAP_PX + offsetWidth > width ? x - GAP_PX - offsetWidth : x + GAP_PX;
    const top = y + GAP_PX + offsetHeight > height ? y - GAP_PX - offsetHeight : y + GAP_PX;
    this.element.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
  }
}
