import { el } from '../el.ts';
import type { Atom } from '../store.ts';

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly title?: string;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** One of a few, as a row of buttons: a radio group with one tab stop. */
export function choice<T extends string>(
  label: string,
  options: readonly Option<T>[],
  chosen: Atom<T>,
  testid: string,
): HTMLElement {
  const buttons = options.map((option) =>
    el(
      'button',
      {
        class: 'choice-option',
        testid: `${testid}-${option.value}`,
        attrs: { type: 'button', role: 'radio', title: option.title },
        on: { click: () => chosen.set(option.value) },
      },
      option.label,
    ),
  );
  chosen.follow((value) => {
    for (const [index, button] of buttons.entries()) {
      const checked = options[index]!.value === value;
      button.setAttribute('aria-checked', String(checked));
      button.tabIndex = checked ? 0 : -1;
    }
  });
  const group = el('div', { class: 'choice', attrs: { role: 'radiogroup', 'aria-label': label } }, ...buttons);
  group.addEventListener('keydown', (event) => {
    const step = Object.hasOwn(STEPS, event.key) ? STEPS[event.key] : undefined;
    if (step === undefined) return;
    event.preventDefault();
    const at = options.findIndex(({ value }) => value === chosen.value);
    const next = (at + step + options.length) % options.length;
    chosen.set(options[next]!.value);
    buttons[next]!.focus();
  });
  return group;
}
