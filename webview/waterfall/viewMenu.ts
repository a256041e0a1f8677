import { el } from '../el.ts';
import type { WaterfallCommands } from './commands.ts';
import { Menu, menuItem } from './menu.ts';
import type { SiblingOrder, ViewOptions } from './viewOptions.ts';
import type { Waterfall } from './waterfall.ts';

const ORDERS: readonly (readonly [SiblingOrder, string])[] = [
  ['start', 'By start'],
  ['duration', 'Longest first'],
  ['service', 'By service'],
];

/** What is drawn, in which order, and the way to the keyboard help. */
export function viewMenu(view: Waterfall, commands: WaterfallCommands, options: ViewOptions, help: () => void): Menu {
  const toggle = (checked: boolean, set: (on: boolean) => void, name: string, hint = ''): HTMLElement =>
    menuItem(
      'menuitemcheckbox',
      checked,
      () => {
        set(!checked);
        menu.refresh();
      },
      name,
      hint === '' ? undefined : el('span', { class: 'menu-hint' }, hint),
    );
  const closing = (name: string, key: string, press: () => void): HTMLElement =>
    menuItem(
      'menuitem',
      undefined,
      () => {
        menu.close();
        press();
      },
      name,
      el('span', { class: 'menu-hint' }, key),
    );
  const menu = new Menu('settings', 'What the waterfall shows', 'waterfall-view', () => {
    const { criticalPath, selfTime, foldRepeats, columns, order } = options;
    const critical = options.showsCriticalPath(view.session?.trace.header.count ?? 0);
    return [
      toggle(critical, (on) => criticalPath.set(on), 'Critical path'),
      toggle(selfTime.value, (on) => selfTime.set(on), 'Self time', 'waiting is lighter'),
      toggle(foldRepeats.value, (on) => foldRepeats.set(on), 'Fold repeats', '8 or more alike'),
      toggle(columns.value, (on) => columns.set(on), 'Columns', 'self, %, critical'),
      separator('Siblings'),
      ...ORDERS.map(([name, label]) =>
        menuItem(
          'menuitemradio',
          order.value === name,
          () => {
            order.set(name);
            menu.refresh();
          },
          label,
        ),
      ),
      separator(''),
      closing('Focus on the selected span', 'f', () => {
        commands.focusSelected();
        view.tree.focus();
      }),
      closing('Keys and search', '?', help),
    ];
  });
  return menu;
}

function separator(label: string): HTMLElement {
  return el('div', { class: 'menu-separator', attrs: { role: 'presentation' } }, label);
}
