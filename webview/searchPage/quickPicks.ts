import { el } from '../el.ts';
import { parseLast } from '../../src/core/timeWindow.ts';
import { parseTraceQuery } from '../../src/core/traceQuery.ts';
import { saysErrors, withErrors, withWindow } from './queryText.ts';

export const WINDOWS = ['15m', '1h', '6h', '24h', '7d'] as const;

/** Buttons that change the text: how far back, and whether only failed traces are wanted. They show what the text says. */
export class QuickPicks {
  readonly element: HTMLElement;
  readonly #windows: readonly (readonly [window: string, button: HTMLElement])[];
  readonly #errors: HTMLElement;

  /** `edit` gets the text that the box is to have. */
  constructor(text: () => string, edit: (text: string) => void) {
    this.#windows = WINDOWS.map((window) => [
      window,
      toggle(window, `Started in the last ${spoken(window)}`, `window-${window}`, () =>
        edit(withWindow(text(), window)),
      ),
    ]);
    this.#errors = toggle('Errors only', 'Only traces with a failed span', 'errors-only', () =>
      edit(withErrors(text(), !saysErrors(text()))),
    );
    this.element = el(
      'div',
      { class: 'picks' },
      el(
        'div',
        { class: 'choice', attrs: { role: 'group', 'aria-label': 'How far back' } },
        ...this.#windows.map(([, button]) => button),
      ),
      el('div', { class: 'choice' }, this.#errors),
    );
  }

  show(text: string): void {
    const { window } = parseTraceQuery(text, Date.now());
    const lastMs = window.kind === 'last' ? window.ms : undefined;
    for (const [name, button] of this.#windows) button.setAttribute('aria-pressed', String(parseLast(name) === lastMs));
    this.#errors.setAttribute('aria-pressed', String(saysErrors(text)));
  }
}

/** `15 minutes`, `24 hours`. */
export function spoken(window: string): string {
  const [, number, unit] = /^(\d+)(\w)$/.exec(window) ?? ['', window, ''];
  const noun = { m: 'minute', h: 'hour', d: 'day' }[unit] ?? '';
  return number === '1' ? noun : `${number} ${noun}s`;
}

function toggle(label: string, title: string, testid: string, press: () => void): HTMLElement {
  return el(
    'button',
    { class: 'choice-option', title, testid, attrs: { type: 'button', 'aria-pressed': 'false' }, on: { click: press } },
    label,
  );
}
