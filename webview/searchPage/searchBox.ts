import type { Suggestion } from '../../src/core/searchProtocol.ts';
import { el } from '../el.ts';
import { icon } from '../icons.ts';
import { replaceText } from './replaceText.ts';
import { SuggestionList } from './suggestionList.ts';

/** A pause in typing after which completions are asked for. */
const SUGGEST_MS = 120;

interface BoxParts {
  readonly suggest: (text: string, caret: number, signal: AbortSignal) => Promise<readonly Suggestion[]>;
  readonly search: () => void;
  /** The text is another one, by whatever means. */
  readonly changed: () => void;
  /** Down, with no list open. */
  readonly leave: () => void;
}

/** The search box: a combobox whose list completes what stands at the caret. */
export class SearchBox {
  readonly element: HTMLElement;
  readonly #parts: BoxParts;
  readonly #input: HTMLInputElement;
  readonly #list: SuggestionList;
  #timer: number | undefined;
  #asking = new AbortController();
  /** Tab was pressed before the list had caught up with the text. */
  #takesFirst = false;

  constructor(parts: BoxParts) {
    this.#parts = parts;
    this.#input = el('input', {
      class: 'search-input',
      testid: 'search-text',
      attrs: {
        type: 'text',
        role: 'combobox',
        placeholder: 'service:orders duration>500ms error last 1h',
        'aria-label': 'Search traces',
        'aria-autocomplete': 'list',
        'aria-controls': 'suggestions',
        'aria-expanded': 'false',
        'aria-describedby': 'search-problems',
        autocomplete: 'off',
        spellcheck: 'false',
        maxlength: '2000',
      },
    });
    this.#list = new SuggestionList(this.#input, (suggestion) => this.#accept(suggestion));
    this.#input.addEventListener('input', () => {
      this.#list.outdate();
      this.#parts.changed();
      this.#suggestSoon();
    });
    this.#input.addEventListener('keydown', (event) => this.#key(event));
    this.#input.addEventListener('blur', () => this.#closeList());
    this.#input.addEventListener('pointerdown', () => this.#closeList());
    this.element = el(
      'div',
      { class: 'query', attrs: { role: 'search' } },
      el('div', { class: 'query-box' }, icon('search'), this.#input),
      this.#list.element,
    );
  }

  get text(): string {
    return this.#input.value;
  }

  set text(text: string) {
    if (text === this.#input.value) return;
    this.#closeList();
    this.#input.value = text;
    this.#parts.changed();
  }

  focus(select = false): void {
    this.#input.focus();
    if (select) this.#input.select();
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || !this.#act(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** True when the key meant something. */
  #act({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
    const list = this.#list;
    if (key === 'Enter') {
      if (list.active !== undefined && !ctrlKey && !metaKey) this.#accept(list.active);
      else {
        this.#closeList();
        this.#parts.search();
      }
      return true;
    }
    if (key === ' ' && ctrlKey) return this.#suggestNow();
    if (ctrlKey || metaKey || altKey) return false;
    if (key === 'ArrowDown' && !list.open && this.text !== '') return this.#leave();
    if (key === 'ArrowDown') return list.open ? this.#move(1) : this.#suggestNow();
    if (!list.open) return false;
    if (key === 'ArrowUp') return this.#move(-1);
    if (key === 'Escape') return this.#closeList();
    return key === 'Tab' && !shiftKey && this.#tab(list.active ?? list.first);
  }

  /** Takes a suggestion, or the first of those that are about to come. */
  #tab(suggestion: Suggestion | undefined): true {
    if (suggestion === undefined) this.#takesFirst = true;
    else this.#accept(suggestion);
    return true;
  }

  #move(by: number): true {
    this.#list.move(by);
    return true;
  }

  #leave(): true {
    this.#parts.leave();
    return true;
  }

  #accept({ from, to, insert }: Suggestion): void {
    this.#closeList();
    replaceText(this.#input, from, to, insert);
    this.#suggestSoon();
  }

  #closeList(): true {
    this.#takesFirst = false;
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#list.close();
    return true;
  }

  #suggestSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#suggestNow(), SUGGEST_MS);
  }

  #suggestNow(): true {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#asking = new AbortController();
    void this.#suggest(this.#asking.signal);
    return true;
  }

  async #suggest(signal: AbortSignal): Promise<void> {
    const { text } = this;
    const caret = this.#input.selectionEnd ?? text.length;
    let suggestions: readonly Suggestion[] = [];
    try {
      suggestions = await this.#parts.suggest(text, caret, signal);
    } catch {
      // Completion is a help: without it the box is still a box.
    }
    if (signal.aborted || text !== this.text || document.activeElement !== this.#input) return;
    // What is there already needs no completing.
    this.#list.show(suggestions.filter(({ from, to, insert }) => insert !== text.slice(from, to)));
    const { first } = this.#list;
    if (this.#takesFirst && first !== undefined) this.#accept(first);
    this.#takesFirst = false;
  }
}
