import { el } from './el.ts';
import { icon } from './icons.ts';

/** Puts text on the clipboard and says so to screen readers. */
export type Copy = (text: string) => Promise<void>;

const DONE_MS = 1200;

/** A small button that copies; quiet until its row is hovered or it has the focus. */
export function copyButton(label: string, text: () => string, copy: Copy): HTMLButtonElement {
  const button = el('button', {
    class: 'copy',
    title: label,
    attrs: { type: 'button', 'aria-label': label, tabindex: '-1' },
  });
  button.append(icon('copy'));
  button.addEventListener('click', () => {
    void copy(text()).then(() => {
      button.replaceChildren(icon('check'));
      setTimeout(() => button.replaceChildren(icon('copy')), DONE_MS);
    });
  });
  return button;
}

/** One tab stop for all copy buttons inside `holder`; up and down, home and end move among them. */
export function roveCopies(holder: HTMLElement): void {
  const buttons = (): HTMLButtonElement[] =>
    [...holder.querySelectorAll<HTMLButtonElement>('button.copy')].filter((button) => button.offsetParent !== null);
  holder.querySelector<HTMLButtonElement>('button.copy')?.setAttribute('tabindex', '0');
  holder.addEventListener('keydown', (event) => {
    const all = buttons();
    const at = all.indexOf(event.target as HTMLButtonElement);
    if (at < 0) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = all[Math.min(Math.max(0, to), all.length - 1)]!;
    for (const button of all) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  });
}
