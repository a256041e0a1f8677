import type { TraceId } from '../core/ids.ts';
import { Problem } from '../core/problem.ts';
import { completeQuery } from '../core/queryCompletion.ts';
import type {
  FoundTrace,
  SearchBegun,
  SearchEvents,
  SearchLists,
  SearchSource,
  SearchStart,
  SourceState,
  Suggestion,
} from '../core/searchProtocol.ts';
import { type EpochRange, rangeOf } from '../core/timeWindow.ts';
import { parseTraceQuery } from '../core/traceQuery.ts';
import type { SearchPageEvent, SearchPageSource } from '../panel/searchPageSource.ts';
import { inventTraces } from './inventTraces.ts';
import type { ScriptedStep, ScriptedTrace, SearchScript } from './searchScript.ts';

/** What outlives a page, as it does in the editor. */
export interface ScriptedMemory {
  lists: SearchLists;
  sources: readonly SearchSource[];
}

/** Plays a script: the sources answer on their cues, whatever is asked. */
export class ScriptedSearch implements SearchPageSource {
  readonly #script: SearchScript;
  readonly #memory: ScriptedMemory;
  readonly #listeners = new Set<(event: SearchPageEvent) => void>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #found = new Map<string, number>();
  #asked: readonly string[] = [];
  #older = new Set<string>();
  #range: EpochRange = { fromEpochNs: 0n, toEpochNs: 0n };
  #search = 0;

  constructor(script: SearchScript, memory: ScriptedMemory) {
    this.#script = script;
    this.#memory = memory;
  }

  async start(): Promise<SearchStart> {
    const { text = '', trusted = true } = this.#script;
    return { ...this.#memory.lists, sources: this.#memory.sources, text, trusted };
  }

  async search(text: string, sources: readonly string[]): Promise<SearchBegun> {
    if (this.#script.refusal !== undefined) throw new Problem('unreachable', this.#script.refusal);
    this.#stop();
    const search = ++this.#search;
    const nowMs = Date.now();
    const { window, problems } = parseTraceQuery(text, nowMs);
    this.#range = rangeOf(window, nowMs);
    this.#found.clear();
    this.#asked = sources.filter((id) => this.#memory.sources.some((source) => source.id === id));
    this.#older = new Set();
    const { recent, saved } = this.#memory.lists;
    this.#setLists({ recent: [text, ...recent.filter((one) => one !== text)].slice(0, 20), saved });
    for (const source of this.#asked) {
      this.#progress(source, { state: 'asking' });
      this.#play(search, source, this.#script.answers[source]?.steps ?? []);
    }
    const { fromEpochNs, toEpochNs } = this.#range;
    return { search, problems, fromEpochNs: String(fromEpochNs), toEpochNs: String(toEpochNs) };
  }

  async more(search: number): Promise<void> {
    if (search !== this.#search) return;
    for (const source of this.#older) {
      this.#progress(source, { state: 'asking' });
      this.#play(search, source, this.#script.answers[source]?.more ?? []);
    }
  }

  async cancel(search: number): Promise<void> {
    if (search !== this.#search) return;
    for (const source of this.#timers.keys()) this.#progress(source, { state: 'cancelled' });
    this.#stop();
  }

  async suggest(text: string, caret: number): Promise<readonly Suggestion[]> {
    const { services = [], operations = [], attributeKeys = [] } = this.#script;
    return completeQuery(text, caret, {
      services: () => Promise.resolve(services),
      operations: () => Promise.resolve(operations),
      attributeKeys: () => Promise.resolve(attributeKeys),
      attributeValues: () => Promise.resolve([]),
    });
  }

  openTrace(_source: string, _traceId: TraceId): Promise<void> {
    return Promise.resolve();
  }

  async saveSearch(name: string, text: string): Promise<SearchLists> {
    const { recent, saved } = this.#memory.lists;
    return this.#setLists({ recent, saved: [...saved.filter((one) => one.name !== name), { name, text }] });
  }

  async removeSearch(name: string): Promise<SearchLists> {
    const { recent, saved } = this.#memory.lists;
    return this.#setLists({ recent, saved: saved.filter((one) => one.name !== name) });
  }

  async clearRecent(): Promise<SearchLists> {
    return this.#setLists({ recent: [], saved: this.#memory.lists.saved });
  }

  /** The page's stand-in for VS Code copies by itself. */
  copy(): Promise<void> {
    return Promise.resolve();
  }

  async addBackend(): Promise<void> {
    const { addBackend } = this.#script;
    if (addBackend === undefined) return;
    this.#memory.sources = [...this.#memory.sources, addBackend];
    this.#tell('sources', { sources: this.#memory.sources });
  }

  enterCredentials(): Promise<void> {
    return Promise.resolve();
  }

  onEvent(listener: (event: SearchPageEvent) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return {
      dispose: () => {
        this.#listeners.delete(listener);
        this.#stop();
      },
    };
  }

  #play(search: number, source: string, steps: readonly ScriptedStep[]): void {
    const [step, ...rest] = steps;
    if (step === undefined) {
      this.#timers.delete(source);
      return;
    }
    const timer = setTimeout(() => {
      this.#tellFound(search, source, step);
      if (step.state !== undefined) this.#progress(source, step.state);
      this.#play(search, source, rest);
    }, step.afterMs);
    this.#timers.set(source, timer);
  }

  #tellFound(search: number, source: string, { traces = [], invent }: ScriptedStep): void {
    const found = [
      ...traces.map((trace, index) => traceOf(source, trace, index)),
      ...(invent === undefined ? [] : inventTraces(source, invent, this.#range)),
    ];
    if (found.length === 0) return;
    this.#found.set(source, (this.#found.get(source) ?? 0) + found.length);
    this.#tell('found', { search, traces: found });
  }

  #progress(source: string, state: SourceState): void {
    if (state.state === 'done') {
      if (state.more === 'older') this.#older.add(source);
      else this.#older.delete(source);
    }
    // What a script says about the number is what it found, unless it says otherwise.
    const said = state.state === 'done' && state.found < 0 ? { ...state, found: this.#found.get(source) ?? 0 } : state;
    this.#tell('progress', { search: this.#search, source, state: said });
  }

  #setLists(lists: SearchLists): SearchLists {
    this.#memory.lists = lists;
    this.#tell('lists', lists);
    return lists;
  }

  #stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #tell<E extends keyof SearchEvents>(event: E, data: SearchEvents[E]): void {
    for (const listener of this.#listeners) listener({ event, data } as unknown as SearchPageEvent);
  }
}

function traceOf(source: string, { agoMs, ...said }: ScriptedTrace, index: number): FoundTrace {
  return {
    source,
    traceId: String(index + 1).padStart(32, '0') as TraceId,
    rootService: 'shop',
    rootName: 'GET /',
    rootSpanId: undefined,
    startEpochNs: String(BigInt(Date.now() - agoMs) * 1_000_000n),
    durationNs: 1e6,
    spans: 1,
    errors: 0,
    services: [said.rootService ?? 'shop'],
    matched: undefined,
    ...said,
  };
}
