import type { SpanCondition } from '../core/spanQuery.ts';
import type { SearchFilter } from './backend.ts';
import { goDuration } from './epochTime.ts';
import { simpleSearch } from './simpleSearch.ts';

export const JAEGER_FILTERS: readonly SearchFilter[] = ['service', 'operation', 'attributes', 'duration', 'errors'];

/** A search as both of Jaeger's APIs spell its parts. */
export interface JaegerSearch {
  readonly service: string | undefined;
  readonly operation: string | undefined;
  readonly minDuration: string | undefined;
  readonly maxDuration: string | undefined;
  /** A JSON object of texts. */
  readonly tags: string | undefined;
}

/** What Jaeger can be asked of the conditions, and the rest. */
export function jaegerSearch(conditions: readonly SpanCondition[]): {
  readonly search: JaegerSearch;
  readonly rest: readonly SpanCondition[];
} {
  const { search, rest } = simpleSearch(conditions, JAEGER_FILTERS);
  const { service, operation, minDurationNs: min, maxDurationNs: max } = search;
  const tags = new Map(search.attributes);
  if (search.errorsOnly) tags.set('error', 'true');
  return {
    search: {
      service,
      operation,
      minDuration: min === undefined ? undefined : goDuration(min),
      maxDuration: max === undefined ? undefined : goDuration(max),
      tags: tags.size > 0 ? JSON.stringify(Object.fromEntries(tags)) : undefined,
    },
    rest,
  };
}
