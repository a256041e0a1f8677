import { el } from '../el.ts';

/** Begins a search, or ends the one under way. */
export class GoButton {
  readonly element: HTMLElement;
  #isRunning = false;

  constructor(search: () => void, cancel: () => void) {
    this.element = el(
      'vscode-button',
      { class: 'go', testid: 'search-go', on: { click: () => (this.#isRunning ? cancel() : search()) } },
      'Search',
    );
  }

  show(isRunning: boolean): void {
    if (isRunning === this.#isRunning) return;
    this.#isRunning = isRunning;
    this.element.textContent = isRunning ? 'Cancel' : 'Search';
    this.element.setAttribute('appearance', isRunning ? 'secondary' : 'primary');
  }
}
