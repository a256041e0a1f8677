import type { TraceHeader } from '../src/core/trace.ts';
import { visibleText } from '../src/core/visibleText.ts';
import { iconButton } from './button.ts';
import { el } from './el.ts';
import { icon } from './icons.ts';
import { warningSentence } from './repairWords.ts';

/** The strip under the toolbar that says what is not as it was sent. It can be put away; the marks on the rows stay. */
export class Warnings {
  readonly element = el('div', { class: 'warnings', testid: 'waterfall-warnings', attrs: { role: 'status' } });

  /** Put away by the user: only something new brings the strip back. */
  #hiddenText = '';

  constructor() {
    this.element.hidden = true;
  }

  show({ warnings }: TraceHeader, notes: readonly string[]): void {
    const repairs = warnings.map(({ repair, count }) => warningSentence(repair, count)).join('; ');
    const text = [...notes, ...(repairs === '' ? [] : [`${repairs}.`])].map(visibleText).join(' ');
    this.element.hidden = text === '' || text === this.#hiddenText;
    this.element.replaceChildren(
      icon('warning'),
      el('span', { class: 'warnings-text' }, text),
      iconButton('close', 'Hide these warnings', () => {
        this.#hiddenText = text;
        this.element.hidden = true;
      }),
    );
  }
}
