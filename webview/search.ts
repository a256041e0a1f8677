import { problemOf } from '../src/core/problem.ts';
import { iconButton } from './button.ts';
import { el } from './el.ts';
import type { Host } from './host.ts';
import { icon } from './icons.ts';
import { firstFrom, type Matches, NO_MATCHES } from './matches.ts';
import type { Session } from './session.ts';

/** A pause in typing as long as the last search took starts the next one, so that they do not queue up; this at most. */
const MAX_TYPING_MS = 200;

/** The search box: finds spans through the host, counts, and walks from match to match. */
export class Search {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #count = el('span', { class: 'search-count', testid: 'waterfall-search-count', attrs: { role: 'status' } });
  readonly #host: Host;
  readonly #reveal: (row: number) => void;
  readonly #leave: () => void;
  #session: Session | undefined;
  #timer: number | undefined;
  #running: AbortController | undefined;
  #lastTookMs = 0;

  /** `reveal` selects a match and brings it into sight; `leave` gives the focus back to the rows. */
  constructor(host: Host, reveal: (row: number) => void, leave: () => void) {
    this.#host = host;
    this.#reveal = reveal;
    this.#leave = leave;
    this.#input = el('input', {
      class: 'search-input',
      testid: 'waterfall-search',
      attrs: {
        type: 'text',
        placeholder: 'Find spans',
        'aria-label': 'Find spans by operation, service, attribute or ID',
        spellcheck: 'false',
        maxlength: '500',
      },
    });
    this.#input.addEventListener('input', () => this.#typed());
    this.#input.addEventListener('keydown', (event) => this.#key(event));
    this.element = el(
      'div',
      { class: 'search', attrs: { role: 'search' } },
      el('div', { class: 'search-box' }, icon('search'), this.#input, this.#count),
      iconButton('arrowUp', 'Previous match (Shift+Enter)', () => this.next(true)),
      iconButton('arrowDown', 'Next match (Enter)', () => this.next(false)),
    );
  }

  get text(): string {
    return this.#input.value;
  }

  show(session: Session): void {
    this.#session = session;
    session.matches.subscribe((matches) => this.#showCount(matches));
    if (this.text !== '') void this.#find(false);
  }

  /** Fills the box without moving the selection: for what a reload brings back. */
  restore(text: string): void {
    this.#input.value = text;
    if (text !== '' && this.#session !== undefined) void this.#find(false);
  }

  focus(): void {
    this.#input.focus();
    this.#input.select();
  }

  clear(): void {
    this.#input.value = '';
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.#session?.matches.set(NO_MATCHES);
    this.#showCount(NO_MATCHES);
  }

  next(backwards: boolean): void {
    const session = this.#session;
    const matches = session?.matches.value;
    if (session === undefined || matches === undefined || matches.rows.length === 0) return;
    const count = matches.rows.length;
    const { current } = matches;
    // Who moved away from the current match goes on from where they are.
    const from = matches.rows[current] === session.selectedRow ? current : undefined;
    const ahead = firstFrom(matches.rows, Math.max(0, session.selectedRow));
    const next = from === undefined ? (backwards ? ahead - 1 : ahead) : current + (backwards ? -1 : 1);
    this.#goTo(session, matches, (next + count) % count);
  }

  #typed(): void {
    clearTimeout(this.#timer);
    if (this.text.trim() === '') this.clear();
    else this.#timer = setTimeout(() => void this.#find(true), Math.min(MAX_TYPING_MS, this.#lastTookMs));
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      event.preventDefault();
      clearTimeout(this.#timer);
      if (this.#session?.matches.value.text === this.text) this.next(event.shiftKey);
      else if (this.text.trim() !== '') void this.#find(true);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      this.clear();
      this.#leave();
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.#leave();
    }
  }

  async #find(move: boolean): Promise<void> {
    const session = this.#session;
    if (session === undefined) return;
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    const { text } = this;
    const begin = performance.now();
    this.element.classList.add('busy');
    try {
      const found = await this.#host.rpc.call('find', { text }, running.signal);
      this.#lastTookMs = performance.now() - begin;
      if (running.signal.aborted || session !== this.#session) return;
      const matches = { text, rows: new Uint32Array(found.rows), current: -1 };
      const first = firstFrom(matches.rows, Math.max(0, session.selectedRow)) % Math.max(1, matches.rows.length);
      if (move && matches.rows.length > 0) this.#goTo(session, matches, first);
      else session.matches.set({ ...matches, current: matches.rows[first] === session.selectedRow ? first : -1 });
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code !== 'cancelled') this.#count.textContent = problem.message;
    } finally {
      if (this.#running === running) this.element.classList.remove('busy');
    }
  }

  #goTo(session: Session, matches: Matches, current: number): void {
    session.matches.set({ ...matches, current });
    this.#reveal(matches.rows[current]!);
  }

  #showCount({ text, rows, current }: Matches): void {
    const total = rows.length.toLocaleString('en');
    this.element.classList.toggle('none', text !== '' && rows.length === 0);
    if (text === '') this.#count.textContent = '';
    else if (rows.length === 0) this.#count.textContent = 'No results';
    else this.#count.textContent = current < 0 ? `? of ${total}` : `${(current + 1).toLocaleString('en')} of ${total}`;
  }
}
