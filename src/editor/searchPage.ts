import * as vscode from 'vscode';
import { TraceSearch, type SearchListener, type TraceReader } from '../backends/traceSearch.ts';
import { completeQuery } from '../core/queryCompletion.ts';
import { readTraceId } from '../core/traceIdText.ts';
import type { TraceId } from '../core/ids.ts';
import type { SearchBegun, SearchLists, SearchStart, SourceState, Suggestion } from '../core/searchProtocol.ts';
import { rangeOf } from '../core/timeWindow.ts';
import { parseTraceQuery } from '../core/traceQuery.ts';
import type { SearchPageEvent, SearchPageSource } from '../panel/searchPageSource.ts';
import type { SearchHistory } from './searchHistory.ts';
import type { SearchSources } from './searchSources.ts';
import type { TraceRequest } from './traceRequest.ts';

export interface SearchSurroundings {
  readonly sources: SearchSources;
  readonly reader: TraceReader;
  readonly history: SearchHistory;
  /** Backends were added, removed or changed. */
  readonly onSourcesChanged: vscode.Event<void>;
  openTrace(request: TraceRequest): Promise<void>;
  /** How a search went with a source, for whoever shows how the sources are. */
  onState(source: string, state: SourceState): void;
}

interface Running {
  readonly number: number;
  readonly search: TraceSearch;
  readonly stop: AbortController;
}

/** The host's side of one search page: runs its searches, one at a time. */
export class SearchPage implements SearchPageSource, vscode.Disposable {
  readonly #around: SearchSurroundings;
  readonly #events = new vscode.EventEmitter<SearchPageEvent>();
  readonly #sourcesChanged: vscode.Disposable;
  #running: Running | undefined;
  #lastNumber = 0;

  constructor(around: SearchSurroundings) {
    this.#around = around;
    this.#sourcesChanged = around.onSourcesChanged(() =>
      this.#events.fire({ event: 'sources', data: { sources: around.sources.list() } }),
    );
  }

  onEvent(listener: (event: SearchPageEvent) => void): vscode.Disposable {
    return this.#events.event(listener);
  }

  async start(): Promise<SearchStart> {
    const { sources, history } = this.#around;
    return { ...history.lists(), sources: sources.list(), text: '', trusted: vscode.workspace.isTrusted };
  }

  async search(text: string, sourceIds: readonly string[]): Promise<SearchBegun> {
    const { sources, reader, history } = this.#around;
    this.#running?.stop.abort();
    const number = ++this.#lastNumber;
    const nowEpochMs = Date.now();
    const query = parseTraceQuery(text, nowEpochMs);
    const range = rangeOf(query.window, nowEpochMs);
    const wanted = { text, conditions: query.conditions, range, limit: query.limit };
    const search = new TraceSearch(sources.searchable(sourceIds), reader, wanted);
    const stop = new AbortController();
    this.#running = { number, search, stop };
    await history.remember(text.trim());
    this.#events.fire({ event: 'lists', data: history.lists() });
    // After the answer: the page learns the search's number before its first results.
    setImmediate(() => void search.run(this.#listener(number), stop.signal));
    return {
      search: number,
      problems: [...query.problems, ...idProblems(text)],
      fromEpochNs: range.fromEpochNs.toString(),
      toEpochNs: range.toEpochNs.toString(),
    };
  }

  async more(number: number): Promise<void> {
    const running = this.#running;
    if (running?.number !== number || running.stop.signal.aborted) return;
    void running.search.more(this.#listener(number), running.stop.signal);
  }

  async cancel(number: number): Promise<void> {
    if (this.#running?.number === number) this.#running.stop.abort();
  }

  async suggest(
    text: string,
    caret: number,
    sources: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly Suggestion[]> {
    return completeQuery(text, caret, this.#around.sources.names(sources, signal));
  }

  openTrace(source: string, traceId: TraceId): Promise<void> {
    return this.#around.openTrace({ traceId, source });
  }

  async saveSearch(name: string, text: string): Promise<SearchLists> {
    await this.#around.history.save({ name, text });
    return this.#around.history.lists();
  }

  async removeSearch(name: string): Promise<SearchLists> {
    await this.#around.history.remove(name);
    return this.#around.history.lists();
  }

  async clearRecent(): Promise<SearchLists> {
    await this.#around.history.clearRecent();
    return this.#around.history.lists();
  }

  async copy(text: string): Promise<void> {
    await vscode.env.clipboard.writeText(text);
  }

  async addBackend(): Promise<void> {
    await vscode.commands.executeCommand('spanline.addBackend');
  }

  async enterCredentials(source: string): Promise<void> {
    await vscode.commands.executeCommand('spanline.enterCredentials', source);
  }

  dispose(): void {
    this.#running?.stop.abort();
    this.#sourcesChanged.dispose();
    this.#events.dispose();
  }

  #listener(number: number): SearchListener {
    return {
      found: (traces) => this.#events.fire({ event: 'found', data: { search: number, traces } }),
      progress: (source, state) => {
        this.#events.fire({ event: 'progress', data: { search: number, source, state } });
        this.#around.onState(source, state);
      },
    };
  }
}

/** Who pastes an ID here wants that trace. */
function idProblems(text: string): readonly string[] {
  const hit = /^\S{16,}$/.test(text.trim()) ? readTraceId(text.trim()) : undefined;
  return hit ? ['This looks like a trace ID: Spanline: Open Trace... asks all sources for exactly that trace.'] : [];
}
