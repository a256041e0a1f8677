import { problemOf } from '../src/core/problem.ts';
import type { ViewStart } from '../src/core/protocol.ts';
import { Banner } from './banner.ts';
import { carryOver } from './carryOver.ts';
import { DetailsPane } from './details/detailsPane.ts';
import { el } from './el.ts';
import type { Host } from './host.ts';
import { Layout } from './layout.ts';
import { loadRows } from './loadRows.ts';
import { Notice } from './notice.ts';
import { Search } from './search.ts';
import { Session } from './session.ts';
import type { Atom } from './store.ts';
import { StateKeeper } from './stateKeeper.ts';
import type { Theme } from './theme.ts';
import { Toolbar } from './toolbar.ts';
import { TraceRows } from './traceRows.ts';
import type { ViewState } from './viewState.ts';
import { Warnings } from './warnings.ts';
import { WaterfallCommands } from './waterfall/commands.ts';
import { listenOnKeys } from './waterfall/keyboard.ts';
import { listenOnRows } from './waterfall/rowInput.ts';
import { listenOnTime } from './waterfall/timeInput.ts';
import { clampWindow, isWhole } from './waterfall/timeWindow.ts';
import { Waterfall } from './waterfall/waterfall.ts';

/** The page: builds the parts, brings traces to them, keeps the user's place. */
export class App {
  readonly element: HTMLElement;
  readonly #host: Host;
  readonly #waterfall: Waterfall;
  readonly #commands: WaterfallCommands;
  readonly #search: Search;
  readonly #toolbar: Toolbar;
  readonly #details: DetailsPane;
  readonly #layout: Layout;
  readonly #warnings = new Warnings();
  readonly #notice = new Notice();
  readonly #banner = new Banner();
  readonly #title = el('div', { class: 'corner-title' });
  readonly #said = el('div', { class: 'screen-reader', attrs: { 'aria-live': 'polite' } });
  readonly #keeper: StateKeeper;
  #session: Session | undefined;
  #loading = new AbortController();
  /** The row the host wants to be selected, -1 for none: it may ask before the rows are there. */
  #sought = -1;

  constructor(host: Host, theme: Atom<Theme>, firstRows: () => void) {
    this.#host = host;
    const corner = el(
      'div',
      { class: 'corner' },
      this.#title,
      el('div', { class: 'corner-columns' }, el('span', {}, 'Service'), el('b', {}, 'Operation')),
    );
    this.#waterfall = new Waterfall(theme, corner, () => {
      if (this.#session !== undefined && this.#session.loaded.value > 0) firstRows();
      this.#keeper.changed();
    });
    this.#commands = new WaterfallCommands(this.#waterfall);
    const openSource = (): void => this.#openSource();
    this.#search = new Search(
      host,
      (row) => {
        this.#session?.select(row);
        this.#waterfall.reveal(row, true);
      },
      () => this.#waterfall.tree.focus(),
    );
    const copy = (text: string): Promise<void> => this.#copy(text);
    this.#details = new DetailsPane(host, theme, {
      copy,
      openSource,
      fail: (message) => this.#notice.show(message),
      shown: () => this.#keeper.changed(),
    });
    this.#toolbar = new Toolbar(this.#commands, this.#search.element);
    this.#layout = new Layout(this.#waterfall.element, this.#details.element);
    this.#keeper = new StateKeeper(host, () => this.#state());
    listenOnRows(this.#waterfall, this.#commands, openSource);
    listenOnTime(this.#waterfall, this.#commands);
    listenOnKeys(this.#waterfall.tree, this.#commands, {
      openSource,
      copySpanId: () => this.#copySpanId(),
      focusSearch: () => this.#search.focus(),
      nextMatch: (backwards) => this.#search.next(backwards),
      escape: () => this.#escape(),
    });
    this.element = el(
      'div',
      { class: 'app' },
      this.#toolbar.element,
      this.#warnings.element,
      this.#notice.element,
      this.#layout.element,
      this.#banner.element,
      this.#said,
    );
    this.#banner.hide();
    // Keys belong to the rows unless something else was chosen; but focus is never pulled away from the editor.
    window.addEventListener('focus', () => this.#focusRows());
  }

  /** Asks the host for the trace and shows it, at the place where an earlier page left off. */
  async start(): Promise<void> {
    const { rpc } = this.#host;
    rpc.on('select', ({ row }) => {
      this.#sought = row;
      this.#goToSought();
    });
    rpc.on('failed', ({ message }) => this.#fail(message));
    rpc.on('replaced', (start) => void this.#guard(this.#replace(start)));
    this.#banner.loading();
    await this.#guard(rpc.call('ready').then((start) => this.#open(start, this.#keeper.saved)));
  }

  async #open(start: ViewStart, saved: ViewState | undefined): Promise<void> {
    this.#loading.abort();
    const { signal } = (this.#loading = new AbortController());
    const trace = new TraceRows(start);
    const { traceId, count } = start.header;
    const place = saved?.traceId === traceId && saved.count === count ? saved : undefined;
    const session = new Session(trace, place?.selectedRow ?? -1, place?.collapsed ?? []);
    if (place === undefined && this.#sought < 0) this.#sought = start.selectedRow;
    if (saved !== undefined) {
      if (saved.labelWidthPx > 0) this.#waterfall.setLabelWidth(saved.labelWidthPx);
      this.#layout.resize({ widthPx: saved.detailsWidthPx || 400, heightPx: saved.detailsHeightPx || 260 });
    }
    if (place?.zoom !== undefined) session.window.set(clampWindow(place.zoom.fromNs, place.zoom.toNs, session.whole));
    this.#show(session);
    if (place !== undefined) {
      this.#waterfall.scroll.to(place.scrollTopPx);
      this.#search.restore(place.search);
    }
    await loadRows(this.#host, trace, signal, () => {
      session.grown();
      this.#title.textContent ||= `${trace.serviceOf(0)} ${trace.nameOf(0)}`;
      this.#goToSought();
    });
  }

  /** Selects the span that the host asked for, once its row is there. */
  #goToSought(): void {
    const session = this.#session;
    if (session === undefined || this.#sought < 0 || this.#sought >= session.trace.loaded) return;
    const row = this.#sought;
    this.#sought = -1;
    session.select(row);
    this.#waterfall.reveal(row, true);
  }

  /** The same trace with more spans: loaded behind the scenes, then put in place of the old one without moving it. */
  async #replace(start: ViewStart): Promise<void> {
    const before = this.#session;
    if (before === undefined) return this.#open(start, undefined);
    this.#loading.abort();
    const { signal } = (this.#loading = new AbortController());
    const trace = new TraceRows(start);
    await loadRows(this.#host, trace, signal, () => undefined);
    const { session, scrollTopPx } = carryOver(before, this.#waterfall.scroll.topPx, trace, start.selectedRow);
    this.#show(session);
    if (scrollTopPx !== undefined) this.#waterfall.scroll.to(scrollTopPx);
  }

  #show(session: Session): void {
    const { header, source } = session.trace;
    this.#session = session;
    session.selection.subscribe(() => this.#notice.hide());
    this.#toolbar.show(header, source);
    this.#warnings.show(header);
    this.#waterfall.show(session);
    this.#details.show(session);
    this.#search.show(session);
    this.#title.textContent =
      session.trace.loaded > 0 ? `${session.trace.serviceOf(0)} ${session.trace.nameOf(0)}` : '';
    if (header.count === 0) this.#banner.empty();
    else this.#banner.hide();
    this.#focusRows();
  }

  #focusRows(): void {
    if (document.hasFocus() && document.activeElement === document.body)
      this.#waterfall.tree.focus({ preventScroll: true });
  }

  async #guard(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code !== 'cancelled') this.#fail(problem.message);
    }
  }

  /** With a trace on the screen a failure is a line above it; without one it is all there is. */
  #fail(message: string): void {
    if (this.#session === undefined || this.#session.loaded.value === 0) this.#banner.failed(message);
    else this.#notice.show(message);
  }

  #openSource(): void {
    const row = this.#session?.selectedRow ?? -1;
    if (row < 0) return;
    void this.#guard(this.#host.rpc.call('openSource', { row }));
  }

  async #copy(text: string): Promise<void> {
    await this.#guard(this.#host.rpc.call('copy', { text }));
    this.#said.textContent = 'Copied';
    setTimeout(() => (this.#said.textContent = ''), 1500);
  }

  #copySpanId(): void {
    const spanId = this.#details.detail?.spanId;
    if (spanId !== undefined) void this.#copy(spanId);
  }

  #escape(): void {
    const session = this.#session;
    if (session !== undefined && !isWhole(session.window.value, session.whole)) this.#commands.resetZoom();
    else this.#search.clear();
  }

  #state(): ViewState | undefined {
    const session = this.#session;
    if (session === undefined || session.loaded.value < session.trace.header.count) return undefined;
    const { header, source } = session.trace;
    const { detail } = this.#details;
    const row = session.selectedRow;
    const { widthPx, heightPx } = this.#layout.sizes.value;
    return {
      version: 1,
      traceId: header.traceId,
      source,
      count: header.count,
      selectedRow: row,
      selectedSpanId: detail?.row === row ? detail.spanId : '',
      scrollTopPx: this.#waterfall.scroll.topPx,
      zoom: isWhole(session.window.value, session.whole) ? undefined : session.window.value,
      collapsed: session.folding.collapsedRows(),
      labelWidthPx: this.#waterfall.labelWidth.value,
      detailsWidthPx: widthPx,
      detailsHeightPx: heightPx,
      search: this.#search.text,
    };
  }
}
