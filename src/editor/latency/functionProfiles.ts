import type { SpanId, TraceId } from '../../core/ids.ts';
import type { ExemplarOrder, SpanExemplar } from '../../core/latencyProtocol.ts';
import type { SpanProfile } from '../../core/spanProfile.ts';

interface ProfileStore {
  exemplars(sites: readonly number[], order: ExemplarOrder, limit: number): Promise<readonly SpanExemplar[]>;
  trace(traceId: TraceId): Promise<readonly ArrayBuffer[]>;
}

type ProfileReader = (chunks: readonly ArrayBuffer[], spanIds: readonly SpanId[]) => Promise<readonly SpanProfile[]>;

/** What reading some of a function's calls tells. */
export interface FunctionProfile {
  /** How many of the latest calls were read for `selfShare`. */
  readonly calls: number;
  /** Which share of their time they spent in themselves and not in the spans below them, 0 to 1. */
  readonly selfShare: number | undefined;
  /** What the latest failures were, most frequent first. Untrusted text. */
  readonly errors: readonly (readonly [type: string, count: number])[];
}

/** Reading a trace takes about a millisecond, a large one more. */
const MAX_CALLS = 10;
const FRESH_MS = 30_000;
const MAX_KNOWN = 1000;

/** Reads a function's latest calls and failures in their traces: what sketches of durations do not tell. */
export class FunctionProfiles {
  readonly #store: ProfileStore;
  readonly #read: ProfileReader;
  readonly #known = new Map<string, { readonly profile: Promise<FunctionProfile>; readonly untilMs: number }>();

  constructor(store: ProfileStore, read: ProfileReader) {
    this.#store = store;
    this.#read = read;
  }

  of(siteIds: readonly number[]): Promise<FunctionProfile> {
    const key = siteIds.join();
    const known = this.#known.get(key);
    if (known && known.untilMs > performance.now()) return known.profile;
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    const profile = this.#profile(siteIds);
    profile.catch(() => this.#known.delete(key));
    this.#known.set(key, { profile, untilMs: performance.now() + FRESH_MS });
    return profile;
  }

  async #profile(siteIds: readonly number[]): Promise<FunctionProfile> {
    const [latest, failing] = await Promise.all([
      this.#store.exemplars(siteIds, 'latest', MAX_CALLS),
      this.#store.exemplars(siteIds, 'failing', MAX_CALLS),
    ]);
    const profiles = await this.#profilesOf([...latest, ...failing]);
    const calls = latest.flatMap(({ spanId }) => profiles.get(spanId) ?? []);
    const [total, own] = [sum(calls, 'durationNs'), sum(calls, 'selfNs')];
    const types = Map.groupBy(
      failing.flatMap(({ spanId }) => profiles.get(spanId)?.errorType ?? []),
      (type) => type,
    );
    return {
      calls: calls.length,
      selfShare: total > 0 ? own / total : undefined,
      errors: Array.from(types, ([type, { length }]) => [type, length] as const).sort((a, b) => b[1] - a[1]),
    };
  }

  /** Each trace is read once, whichever of its spans are wanted. */
  async #profilesOf(spans: readonly SpanExemplar[]): Promise<ReadonlyMap<SpanId, SpanProfile>> {
    const byTrace = Map.groupBy(spans, ({ traceId }) => traceId);
    const read = await Promise.all(
      Array.from(byTrace, async ([traceId, wanted]) => {
        const spanIds = wanted.map(({ spanId }) => spanId);
        return this.#read(await this.#store.trace(traceId), spanIds);
      }),
    );
    return new Map(read.flat().map((profile) => [profile.spanId, profile]));
  }
}

function sum(profiles: readonly SpanProfile[], key: 'durationNs' | 'selfNs'): number {
  return profiles.reduce((total, profile) => total + profile[key], 0);
}
