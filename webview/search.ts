import { problemOf } from '../src/core/problem.ts';
import { QUERY_HELP } from '../src/core/spanQuery.ts';
import { visibleText } from '../src/core/visibleText.ts';
import { iconButton } from './button.ts';
import { el } from './el.ts';
import type { Host } from './host.ts';
import { icon } from './icons.ts';
import { firstFrom, type Matches, NO_MATCHES } from './matches.ts';
import type { Session } from './session.ts';

/** While one search is under way the next one waits for it, so that they do not queue up in the parser; this long at most. */
const MAX_WAIT_MS = 1000;

/** What the box understands, one line each. */
const HELP = QUERY_HELP.map(({ example, meaning }) => `${example}  –  ${meaning}`).join('\n');

/** The search box: finds spans through the host, counts, and walks from match to match. */
export class Search {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #count = el('span', { class: 'search-count', testid: 'waterfall-search-count', attrs: { role: 'status' } });
  /** Sentences about what could not be used as it was typed, below the box while it has the focus. */
  readonly #hint = el('div', {
    class: 'search-hint',
    testid: 'waterfall-search-hint',
    attrs: { id: 'search-hint', role: 'status' },
  });
  readonly #filter = iconButton(
    'filter',
    'Only matches, with their ancestors',
    () => this.#toggleFilter(),
    'waterfall-filter',
  );
  readonly #host: Host;
  readonly #reveal: (row: number) => void;
  readonly #leave: () => void;
  #session: Session | undefined;
  #timer: number | undefined;
  #running: AbortController | undefined;

  /** `reveal` selects a match and brings it into sight; `leave` gives the focus back to the rows. */
  constructor(host: Host, reveal: (row: number) => void, leave: () => void) {
    this.#host = host;
    this.#reveal = reveal;
    this.#leave = leave;
    this.#input = el('input', {
      class: 'search-input',
      title: HELP,
      testid: 'waterfall-search',
      attrs: {
        type: 'text',
        placeholder: 'Find text, key=value, error…',
        'aria-label': 'Find spans by operation, service, attribute or ID',
        'aria-describedby': 'search-hint',
        spellcheck: 'false',
        maxlength: '500',
      },
    });
    this.#input.addEventListener('input', () => this.#typed());
    this.#input.addEventListener('keydown', (event) => this.#key(event));
    this.element = el(
      'div',
      { class: 'search', attrs: { role: 'search' } },
      el('div', { class: 'search-box' }, icon('search'), this.#input, this.#count, this.#filter),
      iconButton('arrowUp', 'Previous match (Shift+Enter)', () => this.next(true)),
      iconButton('arrowDown', 'Next match (Enter)', () => this.next(false)),
      this.#hint,
    );
    this.#showFilter(false);
  }

  get text(): string {
    return this.#input.value;
  }

  show(session: Session): void {
    // The toggle is the box's: it stays when the trace is replaced by a fuller one.
    session.filterToMatches.set(this.#session?.filterToMatches.value ?? false);
    this.#session = session;
    session.matches.subscribe((matches) => this.#showCount(matches));
    session.filterToMatches.follow((only) => this.#showFilter(only));
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
    this.#timer = undefined;
    this.#running?.abort();
    this.#running = undefined;
    this.element.classList.remove('busy');
    this.#session?.matches.set(NO_MATCHES);
    this.#showCount(NO_MATCHES);
    this.#showProblems([]);
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
    this.#timer = undefined;
    if (this.text.trim() === '') this.clear();
    else if (this.#running === undefined) void this.#find(true);
    else this.#timer = setTimeout(() => void this.#find(true), MAX_WAIT_MS);
  }

  #key(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      event.preventDefault();
      if (this.#session?.matches.value.text === this.text) this.next(event.shiftKey);
      else if (this.text.trim() !== '' && (this.#running === undefined || this.#timer !== undefined))
        void this.#find(true);
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
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running?.abort();
    const running = (this.#running = new AbortController());
    const { text } = this;
    this.element.classList.add('busy');
    try {
      const found = await this.#host.rpc.call('find', { text }, running.signal);
      // What was typed since is about to be looked for.
      if (running.signal.aborted || session !== this.#session || this.#timer !== undefined) return;
      this.#showProblems(found.problems);
      // What is only half typed is not a search yet: it marks and filters nothing, and it does not say "No results".
      if (found.count === 0 && found.problems.length > 0) {
        session.matches.set(NO_MATCHES);
        this.#showCount(NO_MATCHES);
        return;
      }
      const matches = { text, rows: new Uint32Array(found.rows), current: -1 };
      const first = firstFrom(matches.rows, Math.max(0, session.selectedRow)) % Math.max(1, matches.rows.length);
      if (move && matches.rows.length > 0) this.#goTo(session, matches, first);
      else session.matches.set({ ...matches, current: matches.rows[first] === session.selectedRow ? first : -1 });
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code !== 'cancelled') this.#count.textContent = problem.message;
    } finally {
      if (this.#running === running) {
        this.#running = undefined;
        this.element.classList.remove('busy');
        if (this.#timer !== undefined) void this.#find(true);
      }
    }
  }

  #goTo(session: Session, matches: Matches, current: number): void {
    session.matches.set({ ...matches, current });
    this.#reveal(matches.rows[current]!);
  }

  #toggleFilter(): void {
    const only = this.#session?.filterToMatches;
    only?.set(!only.value);
  }

  #showFilter(only: boolean): void {
    this.#filter.setAttribute('aria-pressed', String(only));
  }

  #showProblems(problems: readonly string[]): void {
    this.#hint.replaceChildren(...problems.map((problem) => el('div', {}, visibleText(problem))));
  }

  #showCount({ text, rows, current }: Matches): void {
    const total = rows.length.toLocaleString('en');
    this.element.classList.toggle('none', text !== '' && rows.length === 0);
    if (text === '') this.#count.textContent = '';
    else if (rows.length === 0) this.#count.textContent = 'No results';
    else this.#count.textContent = current < 0 ? `? of ${total}` : `${(current + 1).toLocaleString('en')} of ${total}`;
  }
}
