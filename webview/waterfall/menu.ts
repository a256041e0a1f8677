import { iconButton } from '../button.ts';
import { el } from '../el.ts';
import type { IconName } from '../icons.ts';

/** A button with a menu below it: arrows walk, Escape and a press elsewhere close. */
export class Menu {
  readonly button: HTMLElement;
  readonly panel: HTMLElement;
  readonly #fill: () => readonly HTMLElement[];

  /** `fill` gives the content whenever the menu opens or {@link refresh} is called. */
  constructor(name: IconName, label: string, testid: string, fill: () => readonly HTMLElement[]) {
    this.#fill = fill;
    this.button = iconButton(name, label, () => this.#toggle(), testid);
    this.button.setAttribute('aria-haspopup', 'menu');
    this.button.setAttribute('aria-expanded', 'false');
    this.panel = el('div', { class: 'menu', testid: `${testid}-menu`, attrs: { role: 'menu', 'aria-label': label } });
    this.panel.hidden = true;
    this.panel.addEventListener('keydown', (event) => this.#key(event));
    window.addEventListener('pointerdown', (event) => {
      const target = event.target as Node;
      if (!this.panel.hidden && !this.panel.contains(target) && !this.button.contains(target)) this.close();
    });
    for (const event of ['blur', 'resize']) window.addEventListener(event, () => this.close());
  }

  /** Shows its content anew, the focus on the same item. */
  refresh(): void {
    if (this.panel.hidden) return;
    const focused = this.#items().indexOf(document.activeElement as HTMLElement);
    const { scrollTop } = this.panel;
    this.panel.replaceChildren(...this.#fill());
    this.panel.scrollTop = scrollTop;
    this.#items()[focused]?.focus();
  }

  close(): void {
    this.panel.hidden = true;
    this.button.setAttribute('aria-expanded', 'false');
  }

  #toggle(): void {
    if (!this.panel.hidden) {
      this.close();
      return;
    }
    this.panel.replaceChildren(...this.#fill());
    this.panel.hidden = false;
    this.button.setAttribute('aria-expanded', 'true');
    this.#place();
    this.#items()[0]?.focus();
  }

  /** Under its button, as far as the panel's frame has room. */
  #place(): void {
    const frame = this.panel.offsetParent?.getBoundingClientRect();
    if (frame === undefined) return;
    const left = this.button.getBoundingClientRect().left - frame.left;
    this.panel.style.left = `${Math.max(8, Math.min(left, frame.width - this.panel.offsetWidth - 8))}px`;
    this.panel.style.top = `${this.button.getBoundingClientRect().bottom - frame.top + 4}px`;
  }

  #items(): readonly HTMLElement[] {
    return [...this.panel.querySelectorAll<HTMLElement>('button')];
  }

  #key(event: KeyboardEvent): void {
    const items = this.#items();
    const at = items.indexOf(document.activeElement as HTMLElement);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: items.length - 1,
    };
    const next = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
    if (next !== undefined) items[(next + items.length) % items.length]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') {
      this.close();
      this.button.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

export function menuItem(
  role: 'menuitem' | 'menuitemcheckbox' | 'menuitemradio',
  checked: boolean | undefined,
  press: () => void,
  ...children: readonly (HTMLElement | string | undefined)[]
): HTMLElement {
  return el(
    'button',
    {
      class: 'menu-item',
      attrs: {
        role,
        type: 'button',
        tabindex: '-1',
        'aria-checked': checked === undefined ? undefined : String(checked),
      },
      on: { click: press },
    },
    el('span', { class: 'menu-check', attrs: { 'aria-hidden': 'true' } }),
    ...children,
  );
}
