import { problemOf } from '../src/core/problem.ts';
import type { ViewStart } from '../src/core/protocol.ts';
import type { SpanTextForm } from '../src/core/spanText.ts';
import { actionsMenu } from './actions.ts';
import { ArrivingChip } from './arrivingChip.ts';
import { Banner } from './banner.ts';
import { carryOver } from './carryOver.ts';
import { DetailsPane } from './details/detailsPane.ts';
import { el } from './el.ts';
import { exportSvg } from './exportSvg.ts';
import type { FaceActions } from './faces/face.ts';
import { Faces } from './faces/faces.ts';
import { FlameFace } from './faces/flame/flameFace.ts';
import { ServiceFace } from './faces/graph/serviceFace.ts';
import { TableFace } from './faces/table/tableFace.ts';
import { waterfallFace } from './faces/waterfallFace.ts';
import type { Host } from './host.ts';
import { KeyboardHelp } from './keyboardHelp.ts';
import { Layout } from './layout.ts';
import { loadRows } from './loadRows.ts';
import { Notice } from './notice.ts';
import { Search } from './search.ts';
import { Session } from './session.ts';
import { SkewStrip } from './skewStrip.ts';
import type { Atom } from './store.ts';
import { StateKeeper } from './stateKeeper.ts';
import type { Theme } from './theme.ts';
import { Toolbar } from './toolbar.ts';
import { TraceRows } from './traceRows.ts';
import { parseViewState, type ViewState } from './viewState.ts';
import { Warnings } from './warnings.ts';
import { ApplyOptions } from './waterfall/applyOptions.ts';
import { FIGURE_COLUMNS } from './waterfall/columnLayout.ts';
import { WaterfallCommands } from './waterfall/commands.ts';
import { HoverCard } from './waterfall/hoverCard.ts';
import { listenOnKeys } from './waterfall/keyboard.ts';
import { listenOnRows } from './waterfall/rowInput.ts';
import { MarkStore } from './waterfall/markStore.ts';
import { serviceMenu } from './waterfall/serviceMenu.ts';
import { Strips } from './waterfall/strips.ts';
import { listenOnTime } from './waterfall/timeInput.ts';
import { clampWindow, isWhole } from './waterfall/timeWindow.ts';
import { viewMenu } from './waterfall/viewMenu.ts';
import { ViewOptions } from './waterfall/viewOptions.ts';
import { Waterfall } from './waterfall/waterfall.ts';

/** A picture of more is too long for any page and too large for most viewers. */
const MAX_PICTURE_ROWS = 2000;

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
  readonly #faces: Faces;
  readonly #options = new ViewOptions();
  readonly #applyOptions: ApplyOptions;
  readonly #strips: Strips;
  readonly #help: KeyboardHelp;
  readonly #warnings = new Warnings();
  readonly #notice = new Notice();
  readonly #banner = new Banner();
  readonly #arriving = new ArrivingChip();
  readonly #skew = new SkewStrip((adjust) => this.#adjustClocks(adjust));
  /** What to add to each row's start, see `HostApi.skew`. */
  #clockDeltaNs: Float64Array | undefined;
  readonly #title = el('div', { class: 'corner-title' });
  readonly #said = el('div', { class: 'screen-reader', attrs: { 'aria-live': 'polite' } });
  readonly #keeper: StateKeeper<ViewState>;
  #session: Session | undefined;
  #loading = new AbortController();
  /** The row the host wants to be selected, -1 for none: it may ask before the rows are there. */
  #sought = -1;

  constructor(host: Host, theme: Atom<Theme>, firstRows: () => void) {
    this.#host = host;
    const corner = el(
      'div',
      { class: 'corner' },
      el('div', { class: 'corner-head' }, this.#title),
      el(
        'div',
        { class: 'corner-columns' },
        el('span', {}, 'Service'),
        el('b', {}, 'Operation'),
        ...FIGURE_COLUMNS.map(({ name, title, widthPx }) => {
          const column = el('span', { class: 'corner-figure', title }, name);
          column.style.width = `${widthPx}px`;
          return column;
        }),
      ),
    );
    this.#waterfall = new Waterfall(theme, corner, () => {
      if (this.#session !== undefined && this.#session.loaded.value > 0) firstRows();
      this.#keeper.changed();
    });
    this.#commands = new WaterfallCommands(this.#waterfall);
    this.#applyOptions = new ApplyOptions(this.#options, this.#waterfall);
    this.#strips = new Strips(this.#commands, () => this.#waterfall.tree.focus());
    this.#help = new KeyboardHelp(() => this.#faces.focus());
    const menus = [
      serviceMenu(this.#waterfall, theme),
      viewMenu(this.#waterfall, this.#commands, this.#options, () => this.#help.show()),
    ];
    corner.firstElementChild?.append(...menus.map(({ button }) => button));
    this.#waterfall.element.prepend(this.#strips.element);
    this.#waterfall.element.append(...menus.map(({ panel }) => panel), new HoverCard(this.#waterfall, theme).element);
    const openSource = (): void => this.#openSource();
    this.#search = new Search(
      host,
      (row) => {
        this.#session?.select(row);
        this.#waterfall.reveal(row, true);
      },
      () => this.#faces.focus(),
    );
    const copy = (text: string): Promise<void> => this.#copy(text);
    this.#details = new DetailsPane(host, theme, {
      copy,
      copyJson: () => this.#copySpan('json'),
      openSource,
      correctLocation: () => this.#locateBy('correctLocation'),
      fail: (message) => this.#notice.show(message),
      shown: () => this.#keeper.changed(),
    });
    const faceActions: FaceActions = {
      showInWaterfall: (row) => {
        this.#faces.current.set('waterfall');
        this.#session?.select(row);
        this.#waterfall.reveal(row, true);
        this.#faces.focus();
      },
      focusSearch: () => this.#search.focus(),
      help: () => this.#help.show(),
      escape: () => this.#search.clear(),
    };
    this.#faces = new Faces(
      {
        waterfall: () => waterfallFace(this.#waterfall),
        flame: () => new FlameFace(theme),
        table: () => new TableFace(host, theme, faceActions),
        graph: () => new ServiceFace(theme, faceActions),
      },
      faceActions,
    );
    this.#toolbar = new Toolbar(this.#commands, this.#search.element, this.#faces.switcher);
    const actions = actionsMenu({
      hasSpan: () => (this.#session?.selectedRow ?? -1) >= 0,
      copySpan: (as) => this.#copySpan(as),
      exportTrace: (format, mask) => void this.#guard(host.rpc.call('exportTrace', { format, mask })),
      exportPicture: () => void this.#guard(this.#exportPicture()),
    });
    this.#toolbar.element.append(this.#arriving.element, actions.button);
    this.#layout = new Layout(this.#faces.element, this.#details.element);
    this.#keeper = new StateKeeper(host, parseViewState, () => this.#state());
    listenOnRows(this.#waterfall, this.#commands, openSource);
    listenOnTime(this.#waterfall, this.#commands);
    listenOnKeys(this.#waterfall.tree, this.#commands, {
      openSource,
      copySpanId: () => this.#copySpanId(),
      focusSearch: () => this.#search.focus(),
      nextMatch: (backwards) => this.#search.next(backwards),
      escape: () => this.#escape(),
      help: () => this.#help.show(),
    });
    this.element = el(
      'div',
      { class: 'app' },
      this.#toolbar.element,
      this.#warnings.element,
      this.#skew.element,
      this.#notice.element,
      this.#layout.element,
      this.#banner.element,
      actions.panel,
      this.#help.element,
      this.#said,
    );
    this.#faces.current.follow((face) => {
      this.element.dataset['face'] = face;
      this.#keeper.changed();
    });
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
    const session = new Session(trace, place?.selectedRow ?? -1, place?.collapsed ?? [], this.#options);
    if (place === undefined && this.#sought < 0) this.#sought = start.selectedRow;
    if (saved !== undefined) {
      if (saved.labelWidthPx > 0) this.#waterfall.setLabelWidth(saved.labelWidthPx);
      this.#faces.current.set(saved.face);
      this.#layout.resize({ widthPx: saved.detailsWidthPx || 400, heightPx: saved.detailsHeightPx || 260 });
    }
    if (place?.zoom !== undefined) session.window.set(clampWindow(place.zoom.fromNs, place.zoom.toNs, session.whole));
    this.#show(session);
    if (place !== undefined) {
      this.#waterfall.scroll.to(place.scrollTopPx);
      this.#search.restore(place.search);
    }
    this.#arriving.show(start);
    await loadRows(this.#host, trace, signal, () => {
      session.grown();
      this.#title.textContent ||= `${trace.serviceOf(0)} ${trace.nameOf(0)}`;
      this.#goToSought();
    });
    await this.#lookAtClocks(trace, signal);
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
    this.#arriving.show(start);
    await loadRows(this.#host, trace, signal, () => undefined);
    const onScreenPx = this.#waterfall.tree.getBoundingClientRect().top;
    await this.#lookAtClocks(trace, signal, (this.#session ?? before).trace.adjusted);
    this.#carryOver(this.#session ?? before, trace, start.selectedRow, onScreenPx);
  }

  /** Shows the trace in place of what is shown. A strip that appears above the rows does not move them either. */
  #carryOver(before: Session, trace: TraceRows, otherwise: number, onScreenPx: number): void {
    const { tree, scroll } = this.#waterfall;
    const { session, scrollTopPx } = carryOver(
      before,
      { topPx: scroll.topPx, heightPx: tree.clientHeight },
      trace,
      otherwise,
    );
    this.#show(session);
    if (scrollTopPx !== undefined) scroll.to(scrollTopPx + tree.getBoundingClientRect().top - onScreenPx);
  }

  /** Asks whether the clocks of the trace's hosts seem to differ, and offers to adjust them; or goes on doing so. */
  async #lookAtClocks(trace: TraceRows, signal: AbortSignal, adjust = false): Promise<void> {
    const { deltaNs, adjusted } = await this.#host.rpc.call('skew', undefined, signal);
    this.#clockDeltaNs = new Float64Array(deltaNs);
    if (adjusted === 0) this.#skew.hide();
    else {
      if (adjust) trace.adjustClocks(this.#clockDeltaNs);
      this.#skew.show(adjusted, adjust);
    }
  }

  #adjustClocks(adjust: boolean): void {
    const before = this.#session;
    const deltaNs = this.#clockDeltaNs;
    if (before === undefined || deltaNs === undefined || !before.complete) return;
    const { trace, selectedRow } = before;
    trace.adjustClocks(adjust ? deltaNs : undefined);
    this.#carryOver(before, trace, selectedRow, this.#waterfall.tree.getBoundingClientRect().top);
    this.#skew.show(
      deltaNs.reduce((count, ns) => count + Number(ns !== 0), 0),
      adjust,
    );
  }

  #show(session: Session): void {
    const { header, source } = session.trace;
    this.#session = session;
    session.selection.subscribe(() => this.#notice.hide());
    this.#toolbar.show(header, source);
    this.#warnings.show(header, session.trace.notes);
    this.#waterfall.show(session, new MarkStore(this.#host, session.trace, () => this.#waterfall.invalidate()));
    this.#applyOptions.show(session);
    this.#strips.show(session);
    this.#faces.show(session);
    this.#details.show(session);
    this.#search.show(session);
    this.#title.textContent =
      session.trace.loaded > 0 ? `${session.trace.serviceOf(0)} ${session.trace.nameOf(0)}` : '';
    if (header.count === 0) this.#banner.empty();
    else this.#banner.hide();
    this.#focusRows();
  }

  #focusRows(): void {
    if (document.hasFocus() && document.activeElement === document.body) this.#faces.focus();
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
    this.#locateBy('openSource');
  }

  #locateBy(call: 'openSource' | 'correctLocation'): void {
    const row = this.#session?.selectedRow ?? -1;
    if (row >= 0) void this.#guard(this.#details.locateBy(call, row));
  }

  async #copy(text: string): Promise<void> {
    await this.#guard(this.#host.rpc.call('copy', { text }));
    this.#saidCopied();
  }

  /** The host has the clipboard, and masks what looks secret. */
  #copySpan(as: SpanTextForm): void {
    const row = this.#session?.selectedRow ?? -1;
    if (row >= 0) void this.#guard(this.#host.rpc.call('copySpan', { row, as }).then(() => this.#saidCopied()));
  }

  #saidCopied(): void {
    this.#said.textContent = 'Copied';
    setTimeout(() => (this.#said.textContent = ''), 1500);
  }

  async #exportPicture(): Promise<void> {
    const picture = this.#waterfall.picture(MAX_PICTURE_ROWS);
    if (picture !== undefined) await this.#host.rpc.call('exportPicture', { svg: exportSvg(picture) });
  }

  #copySpanId(): void {
    const spanId = this.#details.detail?.spanId;
    if (spanId !== undefined) void this.#copy(spanId);
  }

  #escape(): void {
    const session = this.#session;
    if (this.#commands.unfocus()) return;
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
      face: this.#faces.current.value,
    };
  }
}
