import { QUERY_HELP } from '../src/core/spanQuery.ts';
import { iconButton } from './button.ts';
import { el } from './el.ts';

/** Every key of the waterfall, as they are bound in waterfall/keyboard.ts. */
const KEYS: readonly (readonly [group: string, keys: readonly (readonly [keys: string, what: string])[]])[] = [
  [
    'Rows',
    [
      ['↑ ↓', 'Previous, next row'],
      ['PgUp PgDn', 'A screen up, down'],
      ['Home End', 'First, last row'],
      ['→', 'Expand, or go to the first child'],
      ['←', 'Collapse, fold repeats, or go to the parent'],
      ['p', 'Parent'],
      ['[ ]', 'Previous, next sibling'],
      ['e E', 'Next, previous error'],
      ['f', 'Focus on the span and what is below it'],
      ['Enter', 'Go to the source'],
      ['c', 'Copy the span ID'],
    ],
  ],
  [
    'Time',
    [
      ['+ −', 'Zoom in, out'],
      ['0', 'Show the whole trace'],
      ['Shift+← →', 'Earlier, later'],
      ['Drag over bars', 'Zoom in on that time'],
      ['Ctrl+wheel', 'Zoom at the pointer'],
    ],
  ],
  [
    'Search',
    [
      ['/ Ctrl+F', 'Go to the search box'],
      ['F3 Shift+F3', 'Next, previous match'],
      ['Enter Shift+Enter', 'The same, in the search box'],
      ['Esc', 'Back: from the focus, the zoom, the search'],
      ['?', 'This help'],
    ],
  ],
];

/** The overlay that lists the keys. While it is open the focus stays in it. */
export class KeyboardHelp {
  readonly element: HTMLElement;
  readonly #close: HTMLElement;
  readonly #body: HTMLElement;
  readonly #leave: () => void;

  /** `leave` gives the focus back. */
  constructor(leave: () => void) {
    this.#leave = leave;
    this.#close = iconButton('close', 'Close (Esc)', () => this.hide());
    this.#body = el(
      'div',
      { class: 'help-body', attrs: { tabindex: '0', role: 'region', 'aria-label': 'Keys' } },
      ...KEYS.map(([name, keys]) => group(name, keys)),
      group(
        'What the search box understands',
        QUERY_HELP.map(({ example, meaning }) => [example, meaning]),
      ),
    );
    this.element = el(
      'div',
      {
        class: 'help',
        testid: 'keyboard-help',
        attrs: { role: 'dialog', 'aria-modal': 'true', 'aria-label': 'Keys and search' },
        on: {
          click: (event) => {
            if (event.target === this.element) this.hide();
          },
        },
      },
      el(
        'div',
        { class: 'help-card' },
        el('div', { class: 'help-head' }, el('b', {}, 'Keys and search'), this.#close),
        this.#body,
      ),
    );
    this.element.hidden = true;
    this.element.addEventListener('keydown', (event) => this.#key(event));
  }

  show(): void {
    this.element.hidden = false;
    this.#body.focus();
  }

  hide(): void {
    this.element.hidden = true;
    this.#leave();
  }

  /** Two things can have the focus, so Tab goes from the one to the other. */
  #key(event: KeyboardEvent): void {
    if (event.key === 'Escape' || event.key === '?') this.hide();
    else if (event.key === 'Tab') (document.activeElement === this.#body ? this.#close : this.#body).focus();
    else {
      // The rows behind hear no keys, but the browser scrolls with them.
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

function group(name: string, lines: readonly (readonly [string, string])[]): HTMLElement {
  return el(
    'div',
    { class: 'help-group' },
    el('h2', {}, name),
    ...lines.map(([key, what]) =>
      el('div', { class: 'help-key' }, el('span', { class: 'help-keys' }, key), el('span', {}, what)),
    ),
  );
}
