import { problemOf } from '../../src/core/problem.ts';
import type { SpanDetail } from '../../src/core/span.ts';
import type { Copy } from '../copyable.ts';
import { el } from '../el.ts';
import type { Host } from '../host.ts';
import type { Selection, Session } from '../session.ts';
import type { Atom } from '../store.ts';
import type { Theme } from '../theme.ts';
import { locationBlock, locationFailed, locationPending } from './location.ts';
import { spanView } from './spanView.ts';

/** Arrow keys held down pass spans faster than anybody reads: then the pane waits for a pause, otherwise it answers at once. */
const HELD_MS = 120;
const PAUSE_MS = 40;
/** The source is looked for, and shown beside, where the keys stop. */
const LOCATION_MS = 150;

/** What the pane asks of the rest of the page. */
interface DetailsTargets {
  readonly copy: Copy;
  readonly openSource: () => void;
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
      if (!signal.aborted) await this.#locate(row, reveal, location, signal);
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code !== 'cancelled')
        this.element.replaceChildren(el('p', { class: 'details-empty' }, problem.message));
    }
  }

  #showSpan(session: Session, detail: SpanDetail): HTMLElement {
    const location = locationPending();
    const { trace } = session;
    this.#slot = trace.slots[trace.header.services.indexOf(detail.service)] ?? 0;
    this.#paintMark();
    const view = spanView({
      detail,
      traceDurationNs: trace.header.durationNs,
      mark: this.#mark,
      location,
      copy: this.#targets.copy,
      openLink: (link) => {
        this.#host.rpc
          .call('openLink', { row: detail.row, link })
          .catch((thrown: unknown) => this.#targets.fail(problemOf(thrown).message));
      },
    });
    this.element.replaceChildren(view);
    this.element.scrollTop = 0;
    return location;
  }

  async #locate(row: number, reveal: boolean, pending: HTMLElement, signal: AbortSignal): Promise<void> {
    try {
      const location = await this.#host.rpc.call('location', { row, reveal }, signal);
      pending.replaceWith(locationBlock(location, this.#targets.openSource));
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code !== 'cancelled') pending.replaceWith(locationFailed(problem.message));
    }
  }

  #paintMark(): void {
    this.#mark.style.backgroundColor = this.#theme.value.bars[this.#slot]!;
  }

  #clear(): void {
    this.element.replaceChildren(
      el('p', { class: 'details-empty' }, 'Select a span to see its attributes, events and source.'),
    );
  }
}
