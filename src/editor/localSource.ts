import type { BackendQuery, FetchedTrace, SearchFilter, SummariesPage } from '../backends/backend.ts';
import type { LookupSource } from '../backends/lookup.ts';
import { simpleSearch } from '../backends/simpleSearch.ts';
import type { SearchableSource } from '../backends/traceSearch.ts';
import { formatAge } from '../core/age.ts';
import type { TraceId } from '../core/ids.ts';
import { Problem } from '../core/problem.ts';
import type { EpochRange } from '../core/timeWindow.ts';
import type { CollectorStore } from './collectorStore.ts';

export const LOCAL_STORE = 'local store';

type LocalStore = Pick<CollectorStore, 'list' | 'trace' | 'services' | 'operations' | 'oldestEpochNs'>;

/** By these the store narrows down what has to be looked into. */
const FILTERS: readonly SearchFilter[] = ['service', 'duration', 'errors'];

/** The traces received on this machine, as something to look up and to search. */
export class LocalSource implements LookupSource, SearchableSource {
  readonly id = LOCAL_STORE;
  readonly label = 'The local store';
  readonly order = 'newest';
  readonly isLocal = true;
  /** Each takes about a millisecond to look into. */
  readonly maxChecked = 2000;
  readonly #store: LocalStore;

  constructor(store: LocalStore) {
    this.#store = store;
  }

  async getTrace(traceId: TraceId, _signal?: AbortSignal, near?: EpochRange): Promise<FetchedTrace> {
    const chunks = await this.#store.trace(traceId);
    if (chunks.length > 0) return { format: 'otlp-protobuf', chunks };
    throw new Problem('not-found', `The local store does not have it${await this.#age(near)}.`);
  }

  /**
   * The store knows of each trace its services, its errors and its length, which a span that matches can only fall short of. One such
   * condition alone it answers; of several together only a look at the spans tells whether they hold for one of them.
   */
  async search({ conditions, range, limit }: BackendQuery): Promise<SummariesPage> {
    const { search, rest } = simpleSearch(conditions, FILTERS);
    const traces = await this.#store.list({
      limit,
      fromEpochNs: range.fromEpochNs.toString(),
      toEpochNs: range.toEpochNs.toString(),
      ...(search.service !== undefined && { service: search.service }),
      ...(search.errorsOnly && { errorsOnly: true }),
      ...(search.minDurationNs !== undefined && { minDurationNs: search.minDurationNs }),
    });
    const answered = conditions.length === 1 && rest.length === 0 && conditions[0]!.term.about !== 'duration';
    return {
      kind: 'summaries',
      traces,
      truncated: traces.length >= limit,
      unreadable: 0,
      rest: answered ? [] : conditions,
      notes: [],
    };
  }

  services(): Promise<readonly string[]> {
    return this.#store.services();
  }

  operations(service: string): Promise<readonly string[]> {
    return this.#store.operations(service);
  }

  /** Says when the trace must have left the store, because it is older than anything in it. */
  async #age(near: EpochRange | undefined): Promise<string> {
    const oldest = near && (await this.#store.oldestEpochNs());
    if (!near || oldest === undefined || near.toEpochNs >= BigInt(oldest)) return '';
    return `: the line is from ${formatAge((near.toEpochNs / 2n + near.fromEpochNs / 2n).toString(), Date.now())}, its oldest trace from ${formatAge(oldest, Date.now())}`;
  }
}
