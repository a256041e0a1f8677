import { problemOf } from '../../src/core/problem.ts';
import type { SearchLists } from '../../src/core/searchProtocol.ts';
import { el } from '../el.ts';
import { Notice } from '../notice.ts';
import { StateKeeper } from '../stateKeeper.ts';
import type { Atom } from '../store.ts';
import type { Theme } from '../theme.ts';
import { FirstVisit } from './firstVisit.ts';
import { GoButton } from './goButton.ts';
import { helpPopover } from './helpPopover.ts';
import { showNoResults } from './noResults.ts';
import { Placeholder } from './placeholder.ts';
import { ProblemLine } from './problemLine.ts';
import { withCondition, withErrors, withLimit, withRange, withWindow } from './queryText.ts';
import { QuickPicks } from './quickPicks.ts';
import { Results } from './results.ts';
import { SearchBox } from './searchBox.ts';
import { searchesPopover } from './searchesPopover.ts';
import type { SearchHost } from './searchHost.ts';
import { Searching } from './searching.ts';
import type { SearchRun } from './searchRun.ts';
import { parseSearchState, type SearchState } from './searchState.ts';
import { skeleton } from './skeleton.ts';
import { SourceChips } from './sourceChips.ts';
import { failureLines, moreLines } from './sourceLines.ts';
import { spokenOutcome } from './spokenOutcome.ts';
import { Strip, type StripLine } from './strip.ts';

/** A quick answer shows no loading state at all: a flash of it would look slower. */
const PATIENCE_MS = 250;

/** The search page: puts its parts together, and shows of the last search what there is. */
export class SearchPage {
  readonly element: HTMLElement;
  readonly #host: SearchHost;
  readonly #searching: Searching;
  readonly #keeper: StateKeeper<SearchState>;
  readonly #box: SearchBox;
  readonly #chips = new SourceChips(() => this.#chipsChanged());
  readonly #picks: QuickPicks;
  readonly #go: GoButton;
  readonly #problems = new ProblemLine();
  readonly #lists: ReturnType<typeof searchesPopover>;
  readonly #firstVisit: FirstVisit;
  readonly #results: Results;
  readonly #placeholder = new Placeholder();
  readonly #skeleton = skeleton();
  readonly #progress = el('div', { class: 'progress', attrs: { 'aria-hidden': 'true' } });
  readonly #above = new Strip('above', 'search-failures');
  readonly #below = new Strip('below', 'search-more');
  readonly #notice = new Notice();
  readonly #body: HTMLElement;
  readonly #said = el('div', { class: 'screen-reader', testid: 'search-said', attrs: { role: 'status' } });
  #saved: SearchLists = { recent: [], saved: [] };
  #trusted = true;
  #started = false;
  #frame = 0;
  /** The search whose end was said. */
  #saidEndOf: SearchRun | undefined;

  constructor(host: SearchHost, theme: Atom<Theme>) {
    this.#host = host;
    const { rpc } = host;
    this.#searching = new Searching(host, () => this.#invalidate());
    this.#keeper = new StateKeeper(host, parseSearchState, () => this.#state());
    this.#box = new SearchBox({
      suggest: (text, caret, signal) =>
        rpc.call('suggest', { text, caret, sources: this.#chips.chosen.map(({ id }) => id) }, signal),
      search: () => this.#search(),
      changed: () => this.#textChanged(),
      leave: () => this.#results.focus(),
    });
    this.#picks = new QuickPicks(
      () => this.#box.text,
      (text) => this.#edit(text),
    );
    this.#go = new GoButton(
      () => this.#search(),
      () => this.#searching.cancel(),
    );
    const help = helpPopover((example) => {
      this.#box.text = withCondition(this.#box.text, example);
      this.#box.focus();
    });
    this.#lists = searchesPopover({
      lists: () => this.#saved,
      text: () => this.#box.text,
      run: (text) => this.#runText(text),
      save: (name, text) => this.#keep(rpc.call('saveSearch', { name, text })),
      remove: (name) => this.#keep(rpc.call('removeSearch', { name })),
      clearRecent: () => this.#keep(rpc.call('clearRecent')),
    });
    this.#firstVisit = new FirstVisit({
      run: (text) => this.#runText(text),
      addBackend: () => this.#guard(rpc.call('addBackend')),
    });
    this.#results = new Results({
      theme,
      labelOf: (source) => this.#chips.labelOf(source),
      open: ({ trace: { source, traceId } }) => this.#guard(rpc.call('openTrace', { source, traceId })),
      copyId: ({ trace: { traceId } }) => this.#copy(traceId),
      focusBox: () => this.#box.focus(true),
      searchRange: (range) => this.#edit(withRange(this.#box.text, range)),
      changed: () => this.#keeper.changed(),
    });
    this.#body = el('div', { class: 'search-body' }, this.#firstVisit.element);
    this.element = el(
      'div',
      { class: 'app search-page' },
      el(
        'div',
        { class: 'search-top' },
        el('div', { class: 'query-row' }, this.#box.element, this.#go.element, this.#lists.button, help.button),
        this.#problems.element,
        el('div', { class: 'query-tools' }, this.#picks.element, this.#chips.element),
        this.#progress,
      ),
      this.#notice.element,
      this.#above.element,
      this.#body,
      this.#below.element,
      this.#lists.panel,
      help.panel,
      this.#said,
    );
    this.#progress.hidden = true;
    this.#picks.show('');
    window.addEventListener('keydown', (event) => this.#key(event));
    window.addEventListener('focus', () => this.#focus());
  }

  /** Asks the host what there is to search, and searches for what it wants or what was searched for before the page went away. */
  async start(): Promise<void> {
    const { rpc } = this.#host;
    rpc.on('sources', ({ sources }) => {
      this.#chips.show(sources);
      this.#invalidate();
    });
    rpc.on('lists', (lists) => this.#showLists(lists));
    rpc.on('run', ({ text }) => this.#runText(text));
    const { saved } = this.#keeper;
    try {
      const { sources, text, trusted, ...lists } = await rpc.call('ready');
      this.#trusted = trusted;
      this.#chips.off = saved?.off ?? [];
      this.#chips.show(sources);
      this.#showLists(lists);
      this.#restore(saved);
      this.#started = true;
      if (text !== '') this.#runText(text);
      else if (saved?.searched !== undefined) this.#runText(saved.searched, saved.text);
    } catch (thrown) {
      this.#notice.show(problemOf(thrown).message);
    }
    this.#invalidate();
    this.#focus();
  }

  #restore(saved: SearchState | undefined): void {
    if (saved === undefined) return;
    this.#box.text = saved.text;
    this.#results.scale.set(saved.scale);
    this.#results.selected = saved.selected;
    this.#results.plotPx = saved.plotPx;
    if (saved.sorting !== undefined) this.#results.sorting = saved.sorting;
  }

  #state(): SearchState | undefined {
    if (!this.#started) return undefined;
    const { scale, selected, plotPx, sorting } = this.#results;
    const searched = this.#searching.run?.text;
    return { text: this.#box.text, searched, off: this.#chips.off, sorting, selected, scale: scale.value, plotPx };
  }

  /** Searches for this now; `typed` is what the box is to have, if that is something else. */
  #runText(text: string, typed = text): void {
    this.#box.text = text;
    this.#search();
    this.#box.text = typed;
  }

  #search(): void {
    const sources = this.#chips.chosen;
    if (sources.length === 0) {
      this.#notice.show(
        this.#chips.all.length === 0 ? 'There is nothing to search yet.' : 'Tick at least one source to search.',
      );
      return;
    }
    this.#notice.hide();
    this.#said.textContent = `Searching ${sources.length} ${sources.length === 1 ? 'source' : 'sources'}`;
    void this.#searching.start(this.#box.text, sources);
    const { run } = this.#searching;
    // Results of the search before stay for a moment: those of this one may be here before anybody misses them.
    setTimeout(() => run === this.#searching.run && this.#invalidate(), PATIENCE_MS);
    this.#keeper.changed();
  }

  /** A button changed the text: what is on the screen follows, unless nothing was searched for yet. */
  #edit(text: string): void {
    this.#box.text = text;
    if (this.#searching.run === undefined) this.#box.focus();
    else this.#search();
  }

  #textChanged(): void {
    this.#problems.typed(this.#box.text);
    this.#picks.show(this.#box.text);
    this.#keeper.changed();
  }

  #chipsChanged(): void {
    this.#chips.update(this.#searching.run?.states ?? new Map());
    this.#keeper.changed();
  }

  #invalidate(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#show();
    });
  }

  #show(): void {
    const { run } = this.#searching;
    const isRunning = run?.running ?? false;
    this.#chips.update(run?.states ?? new Map());
    this.#go.show(isRunning);
    this.#progress.hidden = !isRunning;
    this.element.setAttribute('aria-busy', String(isRunning));
    if (run === undefined) this.#showFirstVisit();
    else this.#showRun(run);
  }

  #showFirstVisit(): void {
    this.#above.show(this.#restricted());
    if (!this.#started) return;
    this.#firstVisit.show({ ...this.#saved, offersBackend: this.#trusted && this.#chips.all.length <= 1 });
    this.#put(this.#firstVisit.element);
  }

  #showRun(run: SearchRun): void {
    const actions = {
      enterCredentials: (source: string) => this.#guard(this.#host.rpc.call('enterCredentials', { source })),
      retry: () => this.#search(),
      more: () => this.#searching.more(),
      setWindow: (window: string) => this.#edit(withWindow(this.#box.text, window)),
      setLimit: (limit: number) => this.#edit(withLimit(this.#box.text, limit)),
      withoutErrors: () => this.#edit(withErrors(this.#box.text, false)),
    };
    const { rows } = run.found;
    const isOver = !run.running;
    if (run.begun !== undefined && this.#box.text === run.text) this.#problems.show(run.begun.problems);
    if (rows.length > 0) {
      this.#put(this.#results.element);
      this.#results.show(run);
    } else if (isOver) {
      showNoResults(this.#placeholder, run, actions);
      this.#put(this.#placeholder.element);
    } else if (Date.now() - run.startedMs >= PATIENCE_MS) this.#put(this.#skeleton);
    // Failures that are all there is stand in the middle.
    const allFailed =
      isOver && rows.length === 0 && run.sources.every(({ id }) => run.states.get(id)?.state === 'failed');
    this.#above.show([...this.#restricted(), ...(allFailed ? [] : failureLines(run, actions))]);
    this.#below.show(moreLines(run, actions));
    // A button that is gone with its line leaves the focus nowhere.
    this.#focus();
    if (isOver && this.#saidEndOf !== run) this.#said.textContent = spokenOutcome(run);
    this.#saidEndOf = isOver ? run : undefined;
  }

  #restricted(): readonly StripLine[] {
    if (this.#trusted) return [];
    const text =
      'Restricted Mode: only the traces on this machine can be searched. Backends come back when you trust this workspace.';
    return [{ icon: 'info', text, actions: [] }];
  }

  #put(content: HTMLElement): void {
    if (this.#body.firstElementChild !== content) this.#body.replaceChildren(content);
  }

  #showLists(lists: SearchLists): void {
    this.#saved = lists;
    this.#lists.refresh();
    this.#invalidate();
  }

  #keep(call: Promise<SearchLists>): void {
    this.#guard(call.then((lists) => this.#showLists(lists)));
  }

  #copy(text: string): void {
    this.#guard(
      this.#host.rpc.call('copy', { text }).then(() => {
        this.#said.textContent = 'Trace ID copied';
      }),
    );
  }

  /** What the user asked for and did not get is said above the results. */
  #guard(work: Promise<unknown>): void {
    work.catch((thrown: unknown) => {
      const problem = problemOf(thrown);
      if (problem.code !== 'cancelled') this.#notice.show(problem.message);
    });
  }

  #key(event: KeyboardEvent): void {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.key.toLowerCase() === 'f') this.#box.focus(true);
    else if (event.key === 'Enter') this.#search();
    else return;
    event.preventDefault();
  }

  /** Keys go to the box unless something else was chosen; but focus is never pulled away from the editor. */
  #focus(): void {
    if (document.hasFocus() && document.activeElement === document.body) this.#box.focus();
  }
}
