import { el } from '../el.ts';
import { icon, type IconName } from '../icons.ts';
import { actionButton, lineOf, type StripAction, type StripLine } from './strip.ts';

interface PlaceholderContent {
  readonly icon: IconName;
  readonly isFailure: boolean;
  readonly title: string;
  /** Safe to show as they are. */
  readonly sentences: readonly string[];
  readonly lines: readonly StripLine[];
  readonly actions: readonly StripAction[];
}

/** What stands where the results would be: why there are none, and what to do. */
export class Placeholder {
  readonly element = el('div', { class: 'placeholder', testid: 'search-placeholder' });
  #shown = '';

  show(content: PlaceholderContent): void {
    const shown = JSON.stringify(content);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const { icon: image, isFailure, title, sentences, lines, actions } = content;
    this.element.classList.toggle('failed', isFailure);
    this.element.replaceChildren(
      icon(image),
      el('h2', {}, title),
      ...sentences.map((sentence) => el('p', {}, sentence)),
      ...(lines.length === 0 ? [] : [el('div', { class: 'placeholder-lines' }, ...lines.map(lineOf))]),
      ...(actions.length === 0 ? [] : [el('div', { class: 'placeholder-actions' }, ...actions.map(actionButton))]),
    );
  }
}
