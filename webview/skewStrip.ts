import { el } from './el.ts';
import { icon } from './icons.ts';
import { iconButton } from './button.ts';

/** Under the warnings: that clocks seem to differ, and the switch between times as sent and as adjusted. */
export class SkewStrip {
  readonly element = el('div', { class: 'warnings skew', testid: 'skew-strip', attrs: { role: 'status' } });
  #dismissed = false;
  readonly #toggle: (adjust: boolean) => void;

  constructor(toggle: (adjust: boolean) => void) {
    this.#toggle = toggle;
    this.hide();
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** `spans` look shifted; `adjusted` is whether the waterfall shows them so. */
  show(spans: number, adjusted: boolean): void {
    if (this.#dismissed) return;
    const [count, look] = [spans.toLocaleString('en'), spans === 1 ? 'span looks' : 'spans look'];
    const text = adjusted
      ? `${count} ${spans === 1 ? 'span is' : 'spans are'} shown where they would be if all clocks agreed: a guess.`
      : `${count} ${look} shifted by clock differences.`;
    const button = el(
      'button',
      {
        class: 'strip-button',
        testid: 'adjust-clocks',
        attrs: { type: 'button', 'aria-pressed': String(adjusted) },
        on: { click: () => this.#toggle(!adjusted) },
      },
      adjusted ? 'Show times as sent' : 'Adjust clocks',
    );
    const focused = this.element.contains(document.activeElement);
    this.element.hidden = false;
    this.element.replaceChildren(
      icon('info'),
      el('span', { class: 'warnings-text' }, text),
      button,
      iconButton('close', 'Hide this note', () => {
        this.#dismissed = true;
        this.hide();
      }),
    );
    if (focused) button.focus();
  }
}
