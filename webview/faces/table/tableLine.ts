import { el } from '../../el.ts';
import type { Theme } from '../../theme.ts';
import type { GridLine } from './grid.ts';
import type { TableModel } from './tableModel.ts';

/** A line of spans in numbers: title, what they belong to, figures, and a bar. */
export class TableLine implements GridLine<TableModel> {
  readonly element: HTMLElement;
  readonly #theme: () => Theme;
  readonly #mark = el('span', { class: 'grid-mark', attrs: { 'aria-hidden': 'true' } });
  readonly #title = el('span', { class: 'grid-title' });
  readonly #subtitle = el('span', { class: 'grid-subtitle' });
  readonly #bar = el('span', { class: 'grid-bar', attrs: { 'aria-hidden': 'true' } });
  /** Of all columns but the first. */
  readonly #texts: readonly HTMLElement[];

  constructor({ columns }: TableModel, theme: () => Theme) {
    this.#theme = theme;
    const [, ...numbers] = columns;
    this.#texts = numbers.map(() => el('span', {}));
    this.element = el(
      'div',
      { class: 'grid-line', attrs: { role: 'row' } },
      el('div', { class: 'grid-cell title', attrs: { role: 'gridcell' } }, this.#mark, this.#title, this.#subtitle),
      ...numbers.map(({ id }, at) =>
        el(
          'div',
          { class: `grid-cell ${id}`, attrs: { role: 'gridcell' } },
          id === 'share' ? el('span', { class: 'grid-track', attrs: { 'aria-hidden': 'true' } }, this.#bar) : undefined,
          this.#texts[at],
        ),
      ),
    );
  }

  show({ title, subtitle, slot, share, columns }: TableModel, index: number): void {
    const theme = this.#theme();
    const color = theme.bars[slot(index)] ?? theme.foreground;
    this.#mark.hidden = slot(index) < 0;
    this.#mark.style.backgroundColor = color;
    this.#title.textContent = title(index);
    this.#subtitle.textContent = subtitle(index);
    for (const [at, text] of this.#texts.entries()) text.textContent = columns[at + 1]!.text(index);
    this.#bar.style.backgroundColor = color;
    this.#bar.style.transform = `scaleX(${Math.min(1, share(index))})`;
  }
}
