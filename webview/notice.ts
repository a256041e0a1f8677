import { iconButton } from './button.ts';
import { el } from './el.ts';
import { icon } from './icons.ts';
import { visibleText } from '../src/core/visibleText.ts';

/** A line that says why something the user asked for did not happen; the trace stays where it is. */
export class Notice {
  readonly element = el('div', { class: 'warnings notice', testid: 'waterfall-notice', attrs: { role: 'alert' } });

  constructor() {
    this.hide();
  }

  show(message: string): void {
    this.element.hidden = false;
    this.element.replaceChildren(
      icon('error'),
      el('span', { class: 'warnings-text' }, visibleText(message)),
      iconButton('close', 'Hide this message', () => this.hide()),
    );
  }

  hide(): void {
    this.element.hidden = true;
  }
}
