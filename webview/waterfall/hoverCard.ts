import { formatDuration } from '../../src/core/time.ts';
import { FLAG_ERROR, FLAG_EVENTS } from '../../src/core/trace.ts';
import { el } from '../el.ts';
import type { Session } from '../session.ts';
import type { Atom } from '../store.ts';
import type { Theme } from '../theme.ts';
import { repeatWords } from './drawBar.ts';
import { ROW_PX } from './scene.ts';
import type { Waterfall } from './waterfall.ts';

const DELAY_MS = 400;
const GAP_PX = 3;

/** What is known of the row under a pointer that rests: above or below the row, never over it. */
export class HoverCard {
  readonly element = el('div', { class: 'hover-card', testid: 'waterfall-hover', attrs: { 'aria-hidden': 'true' } });
  readonly #view: Waterfall;
  readonly #theme: Atom<Theme>;
  #timer: number | undefined;
  #row = -1;
  #clientX = 0;
  #isTouch = false;

  constructor(view: Waterfall, theme: Atom<Theme>) {
    this.#view = view;
    this.#theme = theme;
    this.element.hidden = true;
    const { tree } = view;
    tree.addEventListener('pointermove', (event) => {
      this.#clientX = event.clientX;
      this.#isTouch = event.pointerType === 'touch';
      if (event.buttons !== 0) this.hide();
    });
    view.pointing.subscribe(({ hoverRow }) => this.#over(hoverRow));
    for (const event of ['pointerleave', 'pointerdown', 'scroll', 'wheel'])
      tree.addEventListener(event, () => this.hide());
    window.addEventListener('keydown', () => this.hide());
  }

  /** Until the pointer comes to another row. */
  hide(): void {
    clearTimeout(this.#timer);
    this.element.hidden = true;
  }

  #over(row: number): void {
    if (row === this.#row) return;
    this.hide();
    this.#row = row;
    if (row >= 0 && !this.#isTouch) this.#timer = setTimeout(() => this.#show(row), DELAY_MS);
  }

  #show(row: number): void {
    const { session } = this.#view;
    if (session === undefined || row >= session.trace.loaded || this.#view.pointing.value.hoverRow !== row) return;
    this.element.replaceChildren(...this.#content(session, row));
    this.element.hidden = false;
    this.#place(session, row);
  }

  #place(session: Session, row: number): void {
    const { tree, scroll, element: outer } = this.#view;
    const [body, frame] = [tree.getBoundingClientRect(), outer.getBoundingClientRect()];
    const { offsetWidth, offsetHeight } = this.element;
    const rowTop = body.top - frame.top + session.folding.indexOf(row) * ROW_PX - scroll.topPx;
    const below = rowTop + ROW_PX + GAP_PX;
    const fitsBelow = below + offsetHeight <= frame.height;
    const top = fitsBelow ? below : Math.max(0, rowTop - GAP_PX - offsetHeight);
    const left = Math.min(Math.max(8, this.#clientX - frame.left + 12), frame.width - offsetWidth - 8);
    this.element.style.transform = `translate(${Math.max(0, Math.round(left))}px, ${Math.round(top)}px)`;
  }

  #content(session: Session, row: number): readonly HTMLElement[] {
    const { trace, folding } = session;
    const repeat = folding.foldedAt(row);
    const swatch = el('span', { class: 'swatch' });
    swatch.style.background = this.#theme.value.bars[trace.slots[trace.columns.service[row]!]!]!;
    const repeats = repeat < 0 ? '' : `${folding.repeats!.count[repeat]!.toLocaleString('en')} × `;
    return [
      el('div', { class: 'hover-service' }, swatch, trace.serviceOf(row)),
      el('div', { class: 'hover-name' }, `${repeats}${trace.nameOf(row)}`),
      ...(repeat < 0
        ? this.#facts(session, row)
        : [el('div', { class: 'hover-facts' }, el('span', {}, repeatWords({ trace, folding }, repeat)))]),
    ];
  }

  #facts(session: Session, row: number): readonly HTMLElement[] {
    const { trace } = session;
    const { startNs, durationNs, flags } = trace.columns;
    session.workOutSelfTimes();
    const selfNs = session.selfNs.value?.[row];
    const share = (durationNs[row]! / Math.max(1, trace.header.durationNs)) * 100;
    const events = (flags[row]! & FLAG_EVENTS) === 0 ? 0 : (this.#view.marks?.count(row) ?? 0);
    const facts: readonly (readonly [string, string])[] = [
      ['Duration', formatDuration(durationNs[row]!)],
      ...(selfNs === undefined ? [] : [['Self', formatDuration(selfNs)] as const]),
      ['Of the trace', `${share >= 10 ? share.toFixed(0) : share.toFixed(share >= 0.1 ? 1 : 2)} %`],
      ['Start', `+${formatDuration(startNs[row]!)}`],
      ...(events > 0 ? [['Events', String(events)] as const] : []),
    ];
    return [
      el(
        'div',
        { class: 'hover-facts' },
        ...facts.map(([name, value]) => el('span', {}, `${name} `, el('b', {}, value))),
        (flags[row]! & FLAG_ERROR) === 0 ? undefined : el('span', { class: 'hover-error' }, 'Error'),
      ),
    ];
  }
}
