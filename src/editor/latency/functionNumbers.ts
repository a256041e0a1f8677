import type { ExemplarOrder, LatencyStats, SpanExemplar } from '../../core/latencyProtocol.ts';
import { SPAN_KINDS } from '../../core/span.ts';
import type { Change } from '../../latency/baseline.ts';
import { shownLatency, type RemoteLatency, type ShownLatency } from '../../latency/remoteLatency.ts';
import type { BackendLatency, OperationName } from './backendLatency.ts';
import type { Baselines } from './baselines.ts';
import type { LatencySettings } from './latencySettings.ts';
import type { SiteIndex } from './siteIndex.ts';

interface NumberStore {
  latency(groups: readonly (readonly number[])[], windowMs: number): Promise<readonly (LatencyStats | undefined)[]>;
  exemplars(sites: readonly number[], order: ExemplarOrder, limit: number): Promise<readonly SpanExemplar[]>;
}

interface FunctionNumbersParts {
  readonly store: NumberStore;
  readonly sites: SiteIndex;
  readonly baselines: Baselines;
  readonly backends: BackendLatency;
}

/** What is known of a function's latency. */
export interface FunctionNumbersOf {
  /** Whose numbers come first; undefined when nobody has any in the window. */
  readonly shown: ShownLatency | undefined;
  readonly local: LatencyStats | undefined;
  readonly remote: readonly RemoteLatency[];
  readonly change: Change | undefined;
}

/** A function is called by few names; they are asked for once in a while. */
const NAMES_FRESH_MS = 60_000;
const MAX_NAMES = 5;
const MAX_KNOWN = 2000;

/** The numbers of functions from all that count: one question to the store for all functions of a file. */
export class FunctionNumbers {
  readonly #parts: FunctionNumbersParts;
  readonly #names = new Map<string, { readonly names: readonly OperationName[]; readonly untilMs: number }>();

  constructor(parts: FunctionNumbersParts) {
    this.#parts = parts;
  }

  /** One answer a function, each given by the numbers of its sites, in order. */
  async of(groups: readonly (readonly number[])[], settings: LatencySettings): Promise<readonly FunctionNumbersOf[]> {
    const { store, baselines } = this.#parts;
    const stored = groups.map((siteIds) => siteIds.filter((id) => id > 0));
    const [locals, changes] = await Promise.all([
      store.latency(stored, settings.windowMs),
      baselines.changes(stored, settings),
    ]);
    return Promise.all(
      groups.map(async (siteIds, i) => {
        const local = locals[i];
        const remote = settings.backends ? await this.#remote(siteIds, settings.windowMs) : [];
        return { local, remote, change: changes[i], shown: shownLatency(local, remote, settings.minimumCount) };
      }),
    );
  }

  async #remote(siteIds: readonly number[], windowMs: number): Promise<readonly RemoteLatency[]> {
    const { backends } = this.#parts;
    if (!backends.isAsked) return [];
    const names = await this.#namesOf(siteIds);
    return names.flatMap((name) => backends.of(name, windowMs));
  }

  /** What the spans of a function are called: their operation, or what the latest ones of its code were called. */
  async #namesOf(siteIds: readonly number[]): Promise<readonly OperationName[]> {
    const key = siteIds.join();
    const known = this.#names.get(key);
    if (known && known.untilMs > performance.now()) return known.names;
    const inCode: number[] = [];
    const names = new Map<string, OperationName>();
    const add = (name: OperationName): unknown => names.set(JSON.stringify([name.service, name.name]), name);
    for (const id of siteIds) {
      const site = this.#parts.sites.of(id)?.site;
      if (site?.operation) {
        const { name, kind } = site.operation;
        add({ service: site.service, name, kind: SPAN_KINDS[kind] });
      } else if (id > 0) inCode.push(id);
    }
    if (inCode.length > 0)
      for (const { service, name } of await this.#parts.store.exemplars(inCode, 'latest', MAX_NAMES))
        add({ service, name, kind: undefined });
    if (this.#names.size >= MAX_KNOWN) this.#names.clear();
    this.#names.set(key, { names: [...names.values()], untilMs: performance.now() + NAMES_FRESH_MS });
    return [...names.values()];
  }
}
