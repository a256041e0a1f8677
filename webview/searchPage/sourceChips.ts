import type { SearchSource, SourceState } from '../../src/core/searchProtocol.ts';
import { el } from '../el.ts';
import { icon } from '../icons.ts';
import { shortText } from './shortText.ts';
import { stateWords } from './stateWords.ts';

interface Chip {
  readonly button: HTMLElement;
  readonly mark: HTMLElement;
  readonly count: HTMLElement;
}

/** The sources as toggles: whether each is searched, and how it stands in the search. */
export class SourceChips {
  readonly element = el('div', {
    class: 'chips',
    testid: 'search-sources',
    attrs: { role: 'group', 'aria-label': 'Where to search' },
  });
  readonly #changed: () => void;
  readonly #chips = new Map<string, Chip>();
  #sources: readonly SearchSource[] = [];
  #off = new Set<string>();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Those that are ticked. */
  get chosen(): readonly SearchSource[] {
    return this.#sources.filter(({ id }) => !this.#off.has(id));
  }

  get all(): readonly SearchSource[] {
    return this.#sources;
  }

  /** IDs of those that are not ticked. */
  get off(): readonly string[] {
    return [...this.#off];
  }

  set off(ids: readonly string[]) {
    this.#off = new Set(ids);
  }

  labelOf(id: string): string {
    return shortText(this.#sources.find((source) => source.id === id)?.label ?? id, 60);
  }

  show(sources: readonly SearchSource[]): void {
    this.#sources = sources;
    this.#chips.clear();
    this.element.replaceChildren(...sources.map((source) => this.#chipOf(source)));
  }

  /** `states` by the ID of a source. */
  update(states: ReadonlyMap<string, SourceState>): void {
    for (const source of this.#sources) {
      const { button, mark, count } = this.#chips.get(source.id)!;
      const isOn = !this.#off.has(source.id);
      const words = stateWords(states.get(source.id));
      const className = isOn ? words.className : 'off';
      if (button.dataset['state'] !== `${className}${words.icon}`) {
        button.dataset['state'] = `${className}${words.icon}`;
        button.className = `chip ${className}`;
        mark.replaceChildren(...(isOn && words.icon !== undefined ? [icon(words.icon)] : []));
      }
      button.setAttribute('aria-pressed', String(isOn));
      button.title = `${shortText(source.label)} (${shortText(source.kindLabel)}): ${isOn ? shortText(words.long, 500) : 'not searched'}`;
      count.textContent = isOn ? words.short : '';
    }
  }

  #chipOf({ id, label }: SearchSource): HTMLElement {
    const mark = el('span', { class: 'chip-mark', attrs: { 'aria-hidden': 'true' } });
    const count = el('span', { class: 'chip-count' });
    const button = el(
      'button',
      { class: 'chip', testid: `source-${id}`, attrs: { type: 'button' }, on: { click: () => this.#toggle(id) } },
      mark,
      el('span', { class: 'chip-label' }, shortText(label, 60)),
      count,
    );
    this.#chips.set(id, { button, mark, count });
    return button;
  }

  #toggle(id: string): void {
    if (!this.#off.delete(id)) this.#off.add(id);
    this.#changed();
  }
}
