import type { ExportFormat } from '../src/core/protocol.ts';
import type { SpanTextForm } from '../src/core/spanText.ts';
import { el } from './el.ts';
import { Menu, menuItem } from './waterfall/menu.ts';

/** What the actions do. */
interface ActionTargets {
  /** Whether there is a span to copy. */
  readonly hasSpan: () => boolean;
  readonly copySpan: (as: SpanTextForm) => void;
  readonly exportTrace: (format: ExportFormat, mask: boolean) => void;
  readonly exportPicture: () => void;
}

/** The "…" menu: what can be taken out of the view. Masking secrets is on whenever the page is new. */
export function actionsMenu(targets: ActionTargets): Menu {
  let mask = true;
  const action = (name: string, hint: string, run: () => void): HTMLElement =>
    menuItem(
      'menuitem',
      undefined,
      () => {
        menu.close();
        menu.button.focus();
        run();
      },
      name,
      hint === '' ? undefined : el('span', { class: 'menu-hint' }, hint),
    );
  const group = (name: string): HTMLElement =>
    el('div', { class: 'menu-separator', attrs: { role: 'separator' } }, name);
  const menu = new Menu('more', 'Copy and export', 'actions', () => [
    ...(targets.hasSpan()
      ? [
          group('Selected span'),
          action('Copy as JSON', 'secrets masked', () => targets.copySpan('json')),
          action('Copy as traceparent', '', () => targets.copySpan('traceparent')),
          action('Copy link', '', () => targets.copySpan('link')),
        ]
      : []),
    group('Trace'),
    action('Export as OTLP JSON…', '', () => targets.exportTrace('otlp-json', mask)),
    action('Export as Jaeger JSON…', 'microseconds', () => targets.exportTrace('jaeger-json', mask)),
    menuItem(
      'menuitemcheckbox',
      mask,
      () => {
        mask = !mask;
        menu.refresh();
      },
      'Mask secrets',
      el('span', { class: 'menu-hint' }, 'passwords, tokens, cookies'),
    ),
    action('Export picture…', 'SVG', () => targets.exportPicture()),
  ]);
  menu.panel.classList.add('actions-menu');
  return menu;
}
