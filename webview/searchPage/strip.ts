import { el } from '../el.ts';
import { icon, type IconName } from '../icons.ts';

export interface StripLine {
  readonly icon: IconName;
  readonly text: string;
  readonly actions: readonly StripAction[];
}

export interface StripAction {
  readonly label: string;
  readonly press: () => void;
  readonly testid?: string;
}

/** Lines that say something in passing, each with what can be done about it. Rebuilt only when it says something else. */
export class Strip {
  readonly element: HTMLElement;
  #shown = '';

  constructor(className: string, testid: string) {
    this.element = el('div', { class: `notes ${className}`, testid });
    this.element.hidden = true;
  }

  /** Texts are safe to show as they are. */
  show(lines: readonly StripLine[]): void {
    const shown = JSON.stringify(
      lines.map(({ icon, text, actions }) => [icon, text, ...actions.map(({ label }) => label)]),
    );
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.element.hidden = lines.length === 0;
    this.element.replaceChildren(...lines.map((line) => lineOf(line)));
  }
}

export function lineOf({ icon: name, text, actions }: StripLine): HTMLElement {
  return el(
    'div',
    { class: `note-line ${name}` },
    icon(name),
    el('span', { class: 'note-text' }, text),
    ...actions.map((action) => actionButton(action)),
  );
}

export function actionButton({ label, press, testid }: StripAction): HTMLElement {
  return el(
    'button',
    {
      class: 'strip-button',
      attrs: { type: 'button' },
      on: { click: press },
      ...(testid === undefined ? {} : { testid }),
    },
    label,
  );
}
