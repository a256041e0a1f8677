import { formatDuration } from '../../../src/core/time.ts';
import { el } from '../../el.ts';
import { exactTime } from '../clockText.ts';
import type { FoundRow } from '../foundTraces.ts';
import type { LineLooks } from '../resultLine.ts';
import { shortText } from '../shortText.ts';

const GAP_PX = 12;

/** What is known of the dot under the pointer. */
export class PlotCard {
  readonly element = el('div', { class: 'hover-card', testid: 'plot-card', attrs: { 'aria-hidden': 'true' } });
  readonly #looks: LineLooks;

  constructor(looks: LineLooks) {
    this.#looks = looks;
    this.hide();
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** Beside the point, on the side with room, within the element's frame. */
  show(row: FoundRow, x: number, y: number): void {
    this.element.replaceChildren(...this.#content(row));
    this.element.hidden = false;
    const { offsetWidth, offsetHeight } = this.element;
    const frame = this.element.offsetParent;
    const [width, height] = [frame?.clientWidth ?? 0, frame?.clientHeight ?? 0];
    const left = x + GAP_PX + offsetWidth <= width - 8 ? x + GAP_PX : x - GAP_PX - offsetWidth;
    const top = Math.min(y - offsetHeight / 2, height - offsetHeight);
    this.element.style.transform = `translate(${Math.max(8, Math.round(left))}px, ${Math.max(0, Math.round(top))}px)`;
  }

  #content({ trace, startMs, sources, matched }: FoundRow): readonly HTMLElement[] {
    const swatch = el('span', { class: 'swatch' });
    swatch.style.background = this.#looks.colorOf(trace.rootService);
    const facts: readonly (readonly [string, string])[] = [
      ['Duration', formatDuration(trace.durationNs)],
      ['Spans', trace.spans.toLocaleString('en')],
      ...(matched === undefined ? [] : [['Matches', matched.toLocaleString('en')] as const]),
      ['Services', trace.services.length.toLocaleString('en')],
    ];
    const errors = `${trace.errors.toLocaleString('en')} ${trace.errors === 1 ? 'error' : 'errors'}`;
    return [
      el('div', { class: 'hover-service' }, swatch, shortText(trace.rootService) || '(unnamed)'),
      el('div', { class: 'hover-name' }, shortText(trace.rootName) || '(unnamed)'),
      el(
        'div',
        { class: 'hover-facts' },
        ...facts.map(([name, value]) => el('span', {}, `${name} `, el('b', {}, value))),
        trace.errors === 0 ? undefined : el('span', { class: 'hover-error' }, errors),
      ),
      el(
        'div',
        { class: 'hover-facts' },
        el('span', {}, exactTime(startMs)),
        el('span', {}, sources.map(this.#looks.labelOf).join(', ')),
      ),
    ];
  }
}
