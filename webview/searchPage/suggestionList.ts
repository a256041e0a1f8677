import type { Suggestion } from '../../src/core/searchProtocol.ts';
import { el } from '../el.ts';
import { shortText } from './shortText.ts';

/** The list below the search box: what may stand at the caret. The box keeps the focus and says which option is active. */
export class SuggestionList {
  readonly element: HTMLElement;
  readonly #input: HTMLElement;
  readonly #accept: (suggestion: Suggestion) => void;
  #suggestions: readonly Suggestion[] = [];
  #active = -1;

  constructor(input: HTMLElement, accept: (suggestion: Suggestion) => void) {
    this.#input = input;
    this.#accept = accept;
    this.element = el('div', {
      class: 'suggestions',
      testid: 'search-suggestions',
      attrs: { id: 'suggestions', role: 'listbox', 'aria-label': 'Completions' },
      // The box would lose the focus, and with it the list, before the press becomes a click.
      on: { pointerdown: (event) => event.preventDefault(), mousedown: (event) => event.preventDefault() },
    });
    this.element.addEventListener('click', (event) => {
      const index = [...this.element.children].findIndex((option) => option.contains(event.target as Node));
      const suggestion = this.#suggestions[index];
      if (suggestion !== undefined) this.#accept(suggestion);
    });
    this.close();
  }

  get open(): boolean {
    return !this.element.hidden;
  }

  /** What Enter takes: only what was chosen with the arrows. */
  get active(): Suggestion | undefined {
    return this.#suggestions[this.#active];
  }

  get first(): Suggestion | undefined {
    return this.#suggestions[0];
  }

  show(suggestions: readonly Suggestion[]): void {
    if (suggestions.length === 0) {
      this.close();
      return;
    }
    this.#suggestions = suggestions;
    this.element.replaceChildren(
      ...suggestions.map(({ label, detail }, index) =>
        el(
          'div',
          { class: 'suggestion', attrs: { role: 'option', id: `suggestion-${index}`, 'aria-selected': 'false' } },
          el('span', { class: 'suggestion-label' }, shortText(label)),
          el('span', { class: 'suggestion-detail' }, shortText(detail)),
        ),
      ),
    );
    this.element.hidden = false;
    this.#input.setAttribute('aria-expanded', 'true');
    this.element.scrollTop = 0;
    this.#activate(-1);
  }

  /** The text is another one: what is listed stays in sight until its successor comes, but cannot be taken any more. */
  outdate(): void {
    this.#suggestions = [];
    this.#activate(-1);
  }

  close(): void {
    this.element.hidden = true;
    this.#suggestions = [];
    this.#input.setAttribute('aria-expanded', 'false');
    this.#activate(-1);
  }

  move(by: number): void {
    const count = this.#suggestions.length;
    // Beyond the last comes none: what was typed.
    this.#activate(((this.#active + 1 + by + count + 1) % (count + 1)) - 1);
  }

  #activate(index: number): void {
    this.#active = index;
    for (const [at, option] of [...this.element.children].entries())
      option.setAttribute('aria-selected', String(at === index));
    if (index < 0) this.#input.removeAttribute('aria-activedescendant');
    else {
      this.#input.setAttribute('aria-activedescendant', `suggestion-${index}`);
      this.element.children[index]?.scrollIntoView({ block: 'nearest' });
    }
  }
}
