import { Problem } from '../core/problem.ts';
import type { SpanCondition } from '../core/spanQuery.ts';
import type { BackendQuery, SearchPage } from './backend.ts';
import { eachOf } from './eachOf.ts';
import { knownServices } from './knownServices.ts';
import { mergedPages } from './mergedPages.ts';
import { quoted } from './quoted.ts';
import { Refused } from './refused.ts';

/** A server that takes the name of one service with a search. */
export interface SearchedByService {
  /** For sentences: `Jaeger`. */
  readonly name: string;
  /**
   * Whether it answers without a service: `maybe` has not shown it yet. Some stores refuse; Jaeger's memory looks for services without a
   * name and finds none.
   */
  readonly withoutService: 'no' | 'maybe' | 'yes';
  services(signal: AbortSignal): Promise<readonly string[]>;
  search(query: BackendQuery, signal: AbortSignal): Promise<SearchPage>;
}

/** Each is a request, and the answers are held at the same time. */
const MAX_SERVICES = 12;
const AT_A_TIME = 4;

/**
 * One search as people mean it: the service's name in any case or with an open end, or no service at all. Asks as often as it takes and
 * says so.
 */
export async function searchByService(
  server: SearchedByService,
  query: BackendQuery,
  signal: AbortSignal,
): Promise<SearchPage> {
  const typed = query.conditions.find(({ term, excluded }) => term.about === 'service' && !excluded);
  if (typed?.term.about !== 'service') return searchWithout(server, query, signal);
  const { name } = typed.term;
  const services = knownServices(name, await server.services(signal));
  const isExact = !name.openStart && !name.openEnd;
  // A list of names lags behind, or was cut: what was typed in full is asked for as it is.
  if (services.length === 0 && isExact) return server.search(query, signal);
  if (services.length === 0) {
    const note = `None of its services has a name like "${quoted(name.text)}".`;
    return { kind: 'summaries', traces: [], truncated: false, unreadable: 0, rest: [], notes: [note] };
  }
  return searchEach(server, services, (service) => withService(query, service, typed), signal);
}

async function searchWithout(server: SearchedByService, query: BackendQuery, signal: AbortSignal): Promise<SearchPage> {
  if (server.withoutService !== 'no') {
    try {
      const page = await server.search(query, signal);
      if (server.withoutService === 'yes' || page.kind === 'traces' || page.traces.length > 0) return page;
    } catch (thrown) {
      if (!wantsService(thrown)) throw thrown;
    }
  }
  const services = await server.services(signal);
  return searchEach(server, services, (service) => withService(query, service), signal);
}

/** Only what the server says of the query itself; some stores say so with a 500. */
function wantsService(thrown: unknown): boolean {
  return (
    thrown instanceof Refused || (thrown instanceof Problem && /failed \(5\d\d\): .*service/i.test(thrown.message))
  );
}

async function searchEach(
  server: SearchedByService,
  services: readonly string[],
  queryFor: (service: string) => BackendQuery,
  signal: AbortSignal,
): Promise<SearchPage> {
  const asked = services.slice(0, MAX_SERVICES);
  if (asked.length === 1 && services.length === 1) return server.search(queryFor(asked[0]!), signal);
  const pages: SearchPage[] = [];
  await eachOf([...asked.entries()], AT_A_TIME, async ([index, service]) => {
    if (signal.aborted) throw new Problem('cancelled', 'Cancelled.');
    pages[index] = await server.search(queryFor(service), signal);
  });
  return mergedPages(pages, [noteOf(server.name, asked.length, services.length)]);
}

function noteOf(name: string, asked: number, all: number): string {
  const each = `${name} searches one service at a time`;
  if (all === 0) return `${each}, and it has none yet.`;
  if (asked === all) return `${each}: its ${all} services were asked.`;
  return `${each}: ${asked} of its ${all} services were asked. Name one to search another.`;
}

function withService(query: BackendQuery, service: string, instead?: SpanCondition): BackendQuery {
  const name = { text: service, openStart: false, openEnd: false };
  const condition: SpanCondition = { term: { about: 'service', name }, excluded: false };
  return { ...query, conditions: [condition, ...query.conditions.filter((other) => other !== instead)] };
}
