import { el } from '../el.ts';

/** Of the table's columns, so that nothing jumps when the first results come. */
const ROWS = 9;

/** The shape of results while there are none yet. */
export function skeleton(): HTMLElement {
  return el(
    'div',
    { class: 'skeleton', testid: 'search-skeleton', attrs: { 'aria-hidden': 'true' } },
    el('div', { class: 'skeleton-plot' }),
    ...Array.from({ length: ROWS }, (_, row) =>
      el('div', { class: 'skeleton-row' }, bar(56), bar(160 + ((row * 83) % 190), 'wide'), bar(90), bar(60)),
    ),
  );
}

function bar(widthPx: number, className = ''): HTMLElement {
  const element = el('span', { class: `skeleton-bar ${className}` });
  element.style.width = `${widthPx}px`;
  return element;
}
