import { el } from '../el.ts';
import type { Session } from '../session.ts';
import type { WaterfallCommands } from './commands.ts';

/** Thin lines above the rows that say why not all of the trace is there, with the way back. */
export class Strips {
  readonly element = el('div', { class: 'strips' });
  readonly #focusText = el('span', { class: 'strip-text' });
  readonly #filterText = el('span', { class: 'strip-text' });
  readonly #focus: HTMLElement;
  readonly #filter: HTMLElement;
  #session: Session | undefined;

  constructor(commands: WaterfallCommands, leave: () => void) {
    this.#focus = strip('waterfall-focus', this.#focusText, 'Back', () => {
      commands.unfocus();
      leave();
    });
    this.#filter = strip('waterfall-filtered', this.#filterText, 'Show all', () => {
      this.#session?.filterToMatches.set(false);
      leave();
    });
    this.element.append(this.#focus, this.#filter);
  }

  show(session: Session): void {
    this.#session = session;
    const { folding, matches, filterToMatches } = session;
    const update = (): void => {
      if (this.#session === session) this.#update(session);
    };
    folding.visible.subscribe(update);
    folding.focus.subscribe(update);
    matches.subscribe(update);
    filterToMatches.subscribe(update);
    this.#update(session);
  }

  #update({ folding, trace, filterToMatches, matches }: Session): void {
    const focus = folding.focus.value;
    this.#focus.hidden = focus < 0;
    if (focus >= 0) this.#focusText.textContent = `Focused on ${trace.serviceOf(focus)} ${trace.nameOf(focus)}`;
    const filtered = filterToMatches.value && matches.value.text !== '';
    this.#filter.hidden = !filtered;
    if (filtered) this.#filterText.textContent = filterSentence(matches.value.rows.length, folding.filteredOut);
  }
}

function filterSentence(matches: number, hidden: number): string {
  const count = (n: number, noun: string): string => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
  if (matches === 0) return `No span matches: ${count(hidden, 'span')} hidden`;
  const shown =
    matches === 1 ? '1 match and what is above it' : `${matches.toLocaleString('en')} matches and what is above them`;
  return `Only ${shown}: ${count(hidden, 'span')} hidden`;
}

function strip(testid: string, text: HTMLElement, back: string, press: () => void): HTMLElement {
  const key = back === 'Back' ? ' (Esc)' : '';
  const element = el(
    'div',
    { class: 'strip', testid, attrs: { role: 'status' } },
    text,
    el('button', { class: 'strip-back', attrs: { type: 'button' }, on: { click: press } }, `${back}${key}`),
  );
  element.hidden = true;
  return element;
}
