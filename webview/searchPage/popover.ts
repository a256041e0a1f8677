import { iconButton } from '../button.ts';
import { el } from '../el.ts';
import type { IconName } from '../icons.ts';

/** A button with a small window below it that can hold anything: Escape and a press elsewhere close it. */
export class Popover {
  readonly button: HTMLElement;
  readonly panel: HTMLElement;
  readonly #fill: () => readonly HTMLElement[];

  /** `fill` gives the content whenever it opens or {@link refresh} is called. */
  constructor(name: IconName, label: string, testid: string, fill: () => readonly HTMLElement[]) {
    this.#fill = fill;
    this.button = iconButton(name, label, () => this.#toggle(), testid);
    this.button.setAttribute('aria-haspopup', 'dialog');
    this.button.setAttribute('aria-expanded', 'false');
    this.panel = el('div', {
      class: 'popover',
      testid: `${testid}-panel`,
      attrs: { role: 'dialog', 'aria-label': label, tabindex: '-1' },
    });
    this.panel.hidden = true;
    this.panel.addEventListener('keydown', (event) => this.#key(event));
    window.addEventListener('pointerdown', (event) => {
      const target = event.target as Node;
      if (!this.panel.contains(target) && !this.button.contains(target)) this.close();
    });
    for (const event of ['blur', 'resize']) window.addEventListener(event, () => this.close());
  }

  /** Shows its content anew, the focus on what is now in the place of what had it. */
  refresh(): void {
    if (this.panel.hidden) return;
    const { scrollTop } = this.panel;
    const hadFocus = this.panel.contains(document.activeElement);
    const at = this.#stops().indexOf(document.activeElement as HTMLElement);
    this.panel.replaceChildren(...this.#fill());
    this.panel.scrollTop = scrollTop;
    const stops = this.#stops();
    if (hadFocus) (stops[Math.min(Math.max(0, at), stops.length - 1)] ?? this.panel).focus();
  }

  close(): void {
    if (this.panel.hidden) return;
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
    (this.#stops()[0] ?? this.panel).focus();
  }

  /** Under its button, as far as the page has room. */
  #place(): void {
    const frame = this.panel.offsetParent?.getBoundingClientRect();
    if (frame === undefined) return;
    const button = this.button.getBoundingClientRect();
    const left = Math.min(button.right - frame.left - this.panel.offsetWidth, frame.width - this.panel.offsetWidth - 8);
    const top = button.bottom - frame.top + 4;
    this.panel.style.left = `${Math.max(8, left)}px`;
    this.panel.style.top = `${top}px`;
    this.panel.style.maxHeight = `${Math.max(120, frame.height - top - 8)}px`;
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') this.#walk(event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key === 'Escape') {
      this.close();
      this.button.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #stops(): readonly HTMLElement[] {
    return [...this.panel.querySelectorAll<HTMLElement>(':is(input, button):not([disabled]), vscode-button')];
  }

  /** From one thing to the next, of those that lead somewhere. */
  #walk(by: number): void {
    const stops = this.#stops();
    const at = stops.indexOf(document.activeElement as HTMLElement);
    stops[(at + by + stops.length) % stops.length]?.focus();
  }
}
