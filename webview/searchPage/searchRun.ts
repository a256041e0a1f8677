import type { FoundTrace, SearchBegun, SearchSource, SourceState } from '../../src/core/searchProtocol.ts';
import { epochMsOf, FoundTraces } from './foundTraces.ts';

/** One search from its beginning, as far as it has come. */
export class SearchRun {
  readonly text: string;
  /** The sources that were asked, whatever becomes of them. */
  readonly sources: readonly SearchSource[];
  readonly found = new FoundTraces();
  readonly states = new Map<string, SourceState>();
  readonly startedMs = Date.now();
  #begun: SearchBegun | undefined;
  #failure: string | undefined;
  #cancelled = false;
  /** What arrived before the host had said which number this search has. */
  #early: (() => void)[] = [];

  constructor(text: string, sources: readonly SearchSource[]) {
    this.text = text;
    this.sources = sources;
  }

  get begun(): SearchBegun | undefined {
    return this.#begun;
  }

  /** Why there was no search at all. */
  get failure(): string | undefined {
    return this.#failure;
  }

  get cancelled(): boolean {
    return this.#cancelled;
  }

  get running(): boolean {
    if (this.#failure !== undefined || this.#cancelled) return false;
    return this.#begun === undefined || this.sources.some(({ id }) => isUnderWay(this.states.get(id)));
  }

  /** The searched time in epoch milliseconds, once it is known. */
  get searchedMs(): readonly [number, number] | undefined {
    const begun = this.#begun;
    return begun === undefined ? undefined : [epochMsOf(begun.fromEpochNs), epochMsOf(begun.toEpochNs)];
  }

  begin(begun: SearchBegun): void {
    this.#begun = begun;
    for (const { id } of this.sources) if (!this.states.has(id)) this.states.set(id, { state: 'asking' });
    for (const apply of this.#early.splice(0)) apply();
  }

  fail(message: string): void {
    this.#failure = message;
  }

  /** Takes no more; the sources that were still asked say so. */
  cancel(): void {
    this.#cancelled = true;
    for (const { id } of this.sources) if (isUnderWay(this.states.get(id))) this.states.set(id, { state: 'cancelled' });
  }

  /** Goes on, to older traces: the sources that have some are asked again. */
  resume(): void {
    this.#cancelled = false;
    for (const [id, state] of this.states)
      if (state.state === 'done' && state.more === 'older') this.states.set(id, { state: 'asking' });
  }

  add(search: number, traces: readonly FoundTrace[]): void {
    this.#whenBegun(search, () => this.found.add(traces));
  }

  progress(search: number, source: string, state: SourceState): void {
    this.#whenBegun(search, () => this.states.set(source, state));
  }

  #whenBegun(search: number, apply: () => void): void {
    if (this.#begun === undefined) this.#early.push(() => this.#whenBegun(search, apply));
    else if (this.#begun.search === search && !this.#cancelled) apply();
  }
}

export function isUnderWay(state: SourceState | undefined): boolean {
  return state?.state === 'asking' || state?.state === 'checking';
}
