import type { Backend } from '../backends/backend.ts';
import { kindLabel } from '../backends/kindLabel.ts';
import type { SearchableSource } from '../backends/traceSearch.ts';
import type { CompletionNames } from '../core/queryCompletion.ts';
import type { SearchSource } from '../core/searchProtocol.ts';
import type { BackendRegistry } from './backendRegistry.ts';
import { LOCAL_STORE, type LocalSource } from './localSource.ts';
import { NameCache } from './nameCache.ts';

/** A request each: more would be a burden to a server that others use, too. */
const MAX_CHECKED_REMOTE = 200;

/** What can be searched, and the names to complete a search with. */
export class SearchSources {
  readonly #local: LocalSource;
  readonly #backends: BackendRegistry;
  readonly #names = new NameCache();

  constructor(local: LocalSource, backends: BackendRegistry) {
    this.#local = local;
    this.#backends = backends;
  }

  list(): readonly SearchSource[] {
    const remote = this.#backends.backends.map(({ id, label, kind }) => ({ id, label, kindLabel: kindLabel(kind) }));
    return [{ id: LOCAL_STORE, label: 'Local store', kindLabel: 'this machine' }, ...remote];
  }

  /** Those of these IDs that are there. */
  searchable(ids: readonly string[]): readonly SearchableSource[] {
    const all = [this.#local, ...this.#backends.backends.map(searchable)];
    return all.filter(({ id }) => ids.includes(id));
  }

  /** The names that any of these sources knows, each asked at most once in a while. */
  names(ids: readonly string[], signal: AbortSignal): CompletionNames {
    const local = ids.includes(LOCAL_STORE) ? this.#local : undefined;
    const backends = this.#backends.backends.filter(({ id }) => ids.includes(id));
    const ask = (what: string, one: (backend: Backend) => Promise<readonly string[]> | undefined): Promise<string[]> =>
      this.#names.of(
        backends.map((backend) => ({ key: `${backend.id} ${what}`, ask: async () => (await one(backend)) ?? [] })),
      );
    return {
      services: async () =>
        merged((await local?.services()) ?? [], await ask('services', (backend) => backend.services(signal))),
      operations: async (service) => {
        if (service === undefined) return [];
        const remote = await ask(`operations ${service}`, async (backend) =>
          (await backend.operations(service, signal)).map(({ name }) => name),
        );
        return merged((await local?.operations(service)) ?? [], remote);
      },
      attributeKeys: async () => merged(COMMON_KEYS, await ask('keys', (backend) => backend.attributeKeys?.(signal))),
      attributeValues: (key) => ask(`values ${key}`, (backend) => backend.attributeValues?.(key, signal)),
    };
  }
}

/** Keys that most instrumentations set, where no server tells its own. */
const COMMON_KEYS = [
  'http.route',
  'http.request.method',
  'http.response.status_code',
  'url.path',
  'db.system.name',
  'rpc.method',
  'messaging.destination.name',
  'exception.type',
  'service.version',
  'deployment.environment.name',
];

function searchable(backend: Backend): SearchableSource {
  return {
    id: backend.id,
    label: backend.label,
    order: backend.capabilities.order,
    isLocal: false,
    maxChecked: MAX_CHECKED_REMOTE,
    search: (query, signal) => backend.search(query, signal),
    getTrace: (traceId, signal, near) => backend.getTrace(traceId, signal, near),
  };
}

function merged(...lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].toSorted((a, b) => a.localeCompare(b));
}
