import type { SpanKind } from '../core/span.ts';
import type { SpanCondition, SpanTerm, TextPattern } from '../core/spanQuery.ts';
import type { SearchFilter } from './backend.ts';

/** The conditions that servers with a form for a search language take: exact texts, one of each. */
export interface SimpleSearch {
  readonly service?: string;
  readonly operation?: string;
  readonly kind?: SpanKind;
  /** Each must be on the span. */
  readonly attributes: readonly (readonly [key: string, value: string])[];
  /** Inclusive. */
  readonly minDurationNs?: number;
  /** Inclusive. */
  readonly maxDurationNs?: number;
  readonly errorsOnly?: boolean;
}

type Draft = { -readonly [K in keyof SimpleSearch]: SimpleSearch[K] } & { attributes: (readonly [string, string])[] };

/**
 * Takes what a server with these filters can be asked for out of the conditions; `rest` is what it cannot.
 * A condition that is asked for only in part (a second service) is in `rest` as a whole.
 * @param takesAttribute whether the server's form can spell this attribute
 */
export function simpleSearch(
  conditions: readonly SpanCondition[],
  filters: readonly SearchFilter[],
  takesAttribute: (key: string, value: string) => boolean = () => true,
): { readonly search: SimpleSearch; readonly rest: readonly SpanCondition[] } {
  const search: Draft = { attributes: [] };
  const rest = conditions.filter(
    (condition) => condition.excluded || !take(search, condition.term, filters, takesAttribute),
  );
  return { search, rest };
}

/**
 * The rest for servers that look for each condition on a span of its own (within the service): two or more that were asked for
 * have to be checked together.
 */
export function restOnOneSpan(
  conditions: readonly SpanCondition[],
  rest: readonly SpanCondition[],
): readonly SpanCondition[] {
  const together = conditions.filter((condition) => condition.term.about !== 'service' && !rest.includes(condition));
  return together.length < 2
    ? rest
    : conditions.filter((condition) => condition.term.about !== 'service' || rest.includes(condition));
}

/** Whether the term went into the search. */
function take(
  search: Draft,
  term: SpanTerm,
  filters: readonly SearchFilter[],
  takesAttribute: (key: string, value: string) => boolean,
): boolean {
  switch (term.about) {
    case 'service':
    case 'operation': {
      const name = exactText(term.name);
      if (!filters.includes(term.about) || name === undefined || search[term.about] !== undefined) return false;
      search[term.about] = name;
      return true;
    }
    case 'kind':
      if (!filters.includes('kind') || search.kind !== undefined) return false;
      search.kind = term.kind;
      return true;
    case 'status':
      if (!filters.includes('errors') || term.status !== 'error') return false;
      search.errorsOnly = true;
      return true;
    case 'duration':
      return filters.includes('duration') && takeDuration(search, term.comparison, term.ns);
    case 'attribute': {
      if (!filters.includes('attributes') || term.test.is !== 'equal') return false;
      const value = exactText(term.test.value);
      if (value === undefined || search.attributes.some(([key]) => key === term.key)) return false;
      if (!takesAttribute(term.key, value)) return false;
      search.attributes.push([term.key, value]);
      return true;
    }
    case 'self':
    case 'event':
    case 'text':
      return false;
  }
}

/** Durations are whole nanoseconds, so a strict bound is the next inclusive one. */
function takeDuration(search: Draft, comparison: '<' | '<=' | '>' | '>=', ns: number): boolean {
  if (comparison === '>' || comparison === '>=') {
    const min = comparison === '>' ? Math.floor(ns) + 1 : Math.ceil(ns);
    search.minDurationNs = Math.max(search.minDurationNs ?? 0, min);
  } else {
    const max = comparison === '<' ? Math.ceil(ns) - 1 : Math.floor(ns);
    search.maxDurationNs = Math.min(search.maxDurationNs ?? Infinity, max);
  }
  return true;
}

function exactText({ text, openStart, openEnd }: TextPattern): string | undefined {
  return openStart || openEnd ? undefined : text;
}
