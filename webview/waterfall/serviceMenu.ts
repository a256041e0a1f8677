import { formatDuration } from '../../src/core/time.ts';
import { el } from '../el.ts';
import type { Session } from '../session.ts';
import type { Atom } from '../store.ts';
import type { Theme } from '../theme.ts';
import { visibleText } from '../../src/core/visibleText.ts';
import { Menu, menuItem } from './menu.ts';
import type { Waterfall } from './waterfall.ts';

/** Nobody reads further, and a trace may name 65,000 services. */
const MAX_SERVICES = 200;

/** The legend: services by self time, each with its colour, and a tick for those whose spans are to be collapsed. */
export function serviceMenu(view: Waterfall, theme: Atom<Theme>): Menu {
  let of: Session | undefined;
  const collapsed = new Set<number>();
  const menu = new Menu('services', 'Services', 'waterfall-services', () => {
    const { session } = view;
    if (session === undefined || !session.complete) return [note('The trace is still loading.')];
    if (of !== session) collapsed.clear();
    of = session;
    session.workOutSelfTimes();
    const services = byService(session);
    return [
      note('Tick a service to collapse its spans'),
      ...services.slice(0, MAX_SERVICES).map(({ service, count, selfNs }) => {
        const swatch = el('span', { class: 'swatch', attrs: { 'aria-hidden': 'true' } });
        swatch.style.background = theme.value.bars[session.trace.slots[service]!]!;
        return menuItem(
          'menuitemcheckbox',
          collapsed.has(service),
          () => {
            const collapse = !collapsed.has(service);
            if (collapse) collapsed.add(service);
            else collapsed.delete(service);
            view.keepingPlace(() => session.folding.setService(service, collapse));
            menu.refresh();
          },
          swatch,
          el('span', { class: 'menu-name' }, visibleText(session.trace.header.services[service]! || '(unnamed)')),
          el(
            'span',
            { class: 'menu-hint' },
            `${count.toLocaleString('en')} ${count === 1 ? 'span' : 'spans'} · self ${formatDuration(selfNs)}`,
          ),
        );
      }),
      ...(services.length > MAX_SERVICES ? [note(`and ${services.length - MAX_SERVICES} more`)] : []),
    ];
  });
  return menu;
}

function note(text: string): HTMLElement {
  return el('div', { class: 'menu-separator', attrs: { role: 'presentation' } }, text);
}

interface ServiceLine {
  readonly service: number;
  readonly count: number;
  readonly selfNs: number;
}

function byService({ trace, selfNs }: Session): readonly ServiceLine[] {
  const counts = new Uint32Array(trace.header.services.length);
  const self = new Float64Array(counts.length);
  for (let row = 0; row < trace.loaded; row++) {
    counts[trace.columns.service[row]!]!++;
    self[trace.columns.service[row]!]! += selfNs.value?.[row] ?? 0;
  }
  return Array.from(counts, (count, service) => ({ service, count, selfNs: self[service]! })).sort(
    (a, b) => b.selfNs - a.selfNs,
  );
}
