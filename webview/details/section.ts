import { roveCopies } from '../copyable.ts';
import { el } from '../el.ts';

/** Sections the user closed or opened stay so from span to span. */
const OPEN = new Map<string, boolean>();

/** A titled part of the details that can be closed; nothing when it has no content. */
export function section(
  title: string,
  count: number | undefined,
  content: readonly Node[],
  openAtFirst = true,
): HTMLElement | undefined {
  if (content.length === 0) return undefined;
  const body = el('div', { class: 'section-body' }, ...content);
  roveCopies(body);
  const element = el(
    'details',
    { class: 'section', attrs: { 'data-section': title } },
    el(
      'summary',
      {},
      el('span', { class: 'section-title' }, title),
      count === undefined ? undefined : el('span', { class: 'badge' }, String(count)),
    ),
    body,
  );
  element.open = OPEN.get(title) ?? openAtFirst;
  element.addEventListener('toggle', () => OPEN.set(title, element.open));
  return element;
}
