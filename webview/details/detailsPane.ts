import { problemOf } from '../../src/core/problem.ts';
import type { LocationView } from '../../src/core/protocol.ts';
import type { SpanDetail } from '../../src/core/span.ts';
import { MAX_SPAN_LOGS } from '../../src/core/spanLog.ts';
import type { Copy } from '../copyable.ts';
import { el } from '../el.ts';
import type { Host } from '../host.ts';
import type { Selection, Session } from '../session.ts';
import type { Atom } from '../store.ts';
import type { Theme } from '../theme.ts';
import { locationBlock, locationFailed, locationPending } from './location.ts';
import { logNote, logRows } from './logRows.ts';
import { section } from './section.ts';
import { inboundSection, spanView } from './spanView.ts';

/** Arrow keys held down pass spans faster than anybody reads: then the pane waits for a pause, otherwise it answers at once. */
const HELD_MS = 120;
const PAUSE_MS = 40;
/** The source is looked for, and shown beside, where the keys stop. */
const LOCATION_MS = 150;

/** What the pane asks of the rest of the page. */
interface DetailsTargets {
  readonly copy: Copy;
  readonly copyJson: () => void;
  readonly openSource: () => void;
  readonly correctLocation: () => void;
  readonly fail: (message: string) => void;
  /** Another span is shown now. */
  readonly shown: () => void;
}

/** The pane that shows the selected span. */
export class DetailsPane {
  readonly element = el('aside', {
    class: 'details',
    testid: 'span-details',
    attrs: { 'aria-label': 'Details of the selected span', tabindex: '-1' },
  });
  readonly #host: Host;
  readonly #theme: Atom<Theme>;
  readonly #targets: DetailsTargets;
  #session: Session | undefined;
  #detail: SpanDetail | undefined;
  readonly #mark = el('span', { class: 'service-mark' });
  #slot = 0;
  /** What is on the screen: built anew only when a fuller trace has something else to say of the span. */
  #shownText = '';
  #shownSpanId = '';
  /** Where the location goes that is still looked for. */
  #pending: HTMLElement | undefined;
  #location: HTMLElement | undefined;
  /** Sections of what is asked for after what the span says itself is on the screen. */
  #extras: { readonly inbound?: HTMLElement; readonly logs?: HTMLElement } = {};
  #selectedAt = Number.NEGATIVE_INFINITY;
  #running = new AbortController();

  constructor(host: Host, theme: Atom<Theme>, targets: DetailsTargets) {
    this.#host = host;
    this.#theme = theme;
    this.#targets = targets;
    theme.subscribe(() => this.#paintMark());
    this.#clear();
  }

  /** The span that is shown, once it is known. */
  get detail(): SpanDetail | undefined {
    return this.#detail;
  }

  show(session: Session): void {
    this.#session = session;
    session.selection.follow((selection) => {
      if (this.#session === session) void this.#select(session, selection);
    });
  }

  async #select(session: Session, { row, reveal }: Selection): Promise<void> {
    this.#running.abort();
    const { signal } = (this.#running = new AbortController());
    this.#detail = undefined;
    if (row < 0) {
      this.#clear();
      return;
    }
    const held = performance.now() - this.#selectedAt < HELD_MS;
    this.#selectedAt = performance.now();
    if (held) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    if (signal.aborted) return;
    try {
      const detail = await this.#host.rpc.call('detail', { row }, signal);
      this.#detail = detail;
      const location = this.#showSpan(session, detail);
      this.#targets.shown();
      await new Promise((resolve) => setTimeout(resolve, LOCATION_MS));
      if (!signal.aborted)
        await Promise.all([
          location === undefined ? undefined : this.#locate(row, reveal, location, signal),
          this.#findInbound(detail, signal),
          this.#findLogs(detail, signal),
        ]);
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code === 'cancelled') return;
      this.#clear();
      this.element.replaceChildren(el('p', { class: 'details-empty' }, problem.message));
    }
  }

  /** Where the location is to go; `undefined` when it is on the screen already. */
  #showSpan(session: Session, detail: SpanDetail): HTMLElement | undefined {
    const { trace } = session;
    const clockDeltaNs = trace.clockDeltaNs(detail.row);
    const text = JSON.stringify([{ ...detail, row: 0 }, trace.header.durationNs, clockDeltaNs]);
    if (text === this.#shownText) return this.#pending;
    const { scrollTop } = this.element;
    const isSame = detail.spanId === this.#shownSpanId;
    // What is known of the same span stays until there is something newer.
    const location = (isSame ? this.#location : undefined) ?? locationPending();
    this.#location = this.#pending = location;
    this.#shownText = text;
    this.#shownSpanId = detail.spanId;
    this.#slot = trace.slots[trace.header.services.indexOf(detail.service)] ?? 0;
    this.#paintMark();
    const view = spanView({
      detail,
      traceDurationNs: trace.header.durationNs,
      clockDeltaNs,
      mark: this.#mark,
      location,
      copy: this.#targets.copy,
      copyJson: this.#targets.copyJson,
      // The row may have moved since, when more of the trace arrived.
      openLink: (link) =>
        this.#attempt(this.#host.rpc.call('openLink', { row: this.#detail?.row ?? detail.row, link })),
    });
    this.element.replaceChildren(view);
    if (isSame) this.#placeExtras();
    else this.#extras = {};
    this.element.scrollTop = isSame ? scrollTop : 0;
    return location;
  }

  async #locate(row: number, reveal: boolean, pending: HTMLElement, signal: AbortSignal): Promise<void> {
    try {
      const location = await this.#host.rpc.call('location', { row, reveal }, signal);
      this.#settle(pending, this.#block(location));
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code === 'cancelled') return;
      this.#settle(pending, locationFailed(problem.message));
    }
  }

  /** Goes to the code of the shown span or lets the user say where it is; where it is may be known better after that. */
  async locateBy(call: 'openSource' | 'correctLocation', row: number): Promise<void> {
    const location = await this.#host.rpc.call(call, { row });
    if (this.#detail?.row === row && this.#location) this.#settle(this.#location, this.#block(location));
  }

  #block(location: LocationView): HTMLElement {
    return locationBlock(location, {
      goToSource: this.#targets.openSource,
      correct: this.#targets.correctLocation,
      copy: (text) => void this.#targets.copy(text),
    });
  }

  #settle(pending: HTMLElement, block: HTMLElement): void {
    pending.replaceWith(block);
    this.#location = block;
    this.#pending = undefined;
  }

  /** Spans that link to this one. */
  async #findInbound(detail: SpanDetail, signal: AbortSignal): Promise<void> {
    const { row, traceId } = detail;
    // Without an answer there is nothing to say: the links of other traces are an extra.
    const links = await this.#host.rpc.call('linkedFrom', { row }, signal).catch(() => []);
    if (signal.aborted) return;
    const open = (index: number): void =>
      this.#attempt(this.#host.rpc.call('openInboundLink', { row: this.#detail?.row ?? row, index }));
    const found = links.length === 0 ? undefined : inboundSection(links, traceId, this.#targets.copy, open);
    this.#setExtra('inbound', found);
  }

  /** What was logged while the span ran, as far as its source knows. */
  async #findLogs({ row, startEpochNs }: SpanDetail, signal: AbortSignal): Promise<void> {
    try {
      const logs = await this.#host.rpc.call('logs', { row }, signal);
      if (signal.aborted) return;
      const rows = logRows(logs, startEpochNs, this.#targets.copy);
      const more = logs.length < MAX_SPAN_LOGS ? [] : [logNote(`Only the first ${MAX_SPAN_LOGS} are shown.`)];
      this.#setExtra('logs', section('Logs', logs.length, [...rows, ...more]));
    } catch (thrown) {
      const { code, message } = problemOf(thrown);
      if (code === 'cancelled' || signal.aborted) return;
      this.#setExtra('logs', section('Logs', undefined, [logNote(`The logs could not be read: ${message}`)]));
    }
  }

  #setExtra(name: 'inbound' | 'logs', found: HTMLElement | undefined): void {
    this.#extras[name]?.remove();
    const { [name]: _, ...others } = this.#extras;
    this.#extras = found === undefined ? others : { ...others, [name]: found };
    this.#placeExtras();
  }

  #placeExtras(): void {
    const resource = this.element.querySelector('[data-section="Resource"]');
    for (const extra of [this.#extras.logs, this.#extras.inbound]) {
      if (extra === undefined) continue;
      if (resource === null) this.element.firstElementChild?.append(extra);
      else resource.before(extra);
    }
  }

  #attempt(call: Promise<void>): void {
    call.catch((thrown: unknown) => this.#targets.fail(problemOf(thrown).message));
  }

  #paintMark(): void {
    this.#mark.style.backgroundColor = this.#theme.value.bars[this.#slot]!;
  }

  #clear(): void {
    this.#shownText = this.#shownSpanId = '';
    this.element.replaceChildren(
      el('p', { class: 'details-empty' }, 'Select a span to see its attributes, events and source.'),
    );
  }
}
