import type { TraceHeader } from '../src/core/trace.ts';
import { iconButton } from './button.ts';
import { el } from './el.ts';
import { icon } from './icons.ts';
import { warningSentence } from './repairWords.ts';

/** The strip under the toolbar that says what is not as it was sent. It can be put away; the marks on the rows stay. */
export class Warnings {
  readonly element = el('div', { class: 'warnings', testid: 'waterfall-warnings', attrs: { role: 'status' } });

  constructor() {
    this.element.hidden = true;
  }

  show({ warnings }: TraceHeader): void {
    this.element.hidden = warnings.length === 0;
    const text = warnings.map(({ repair, count }) => warningSentence(repair, count)).join('; ');
    this.element.replaceChildren(
      icon('warning'),
      el('span', { class: 'warnings-text' }, `${text}.`),
      iconButton('close', 'Hide these warnings', () => (this.element.hidden = true)),
    );
  }
}
