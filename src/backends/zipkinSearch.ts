import type { SpanCondition } from '../core/spanQuery.ts';
import type { BackendQuery, SearchFilter } from './backend.ts';
import { givenParams, type QueryParam } from './givenParams.ts';
import { restOnOneSpan, simpleSearch } from './simpleSearch.ts';

export const ZIPKIN_FILTERS: readonly SearchFilter[] = ['service', 'operation', 'attributes', 'duration', 'errors'];

const NS_PER_MS = 1_000_000n;
const NS_PER_US = 1000;

/** A search as Zipkin spells it, without its limit. */
export interface ZipkinSearch {
  readonly params: readonly QueryParam[];
  readonly rest: readonly SpanCondition[];
  readonly notes: readonly string[];
}

export function zipkinSearch({ conditions, range }: BackendQuery): ZipkinSearch {
  const { search, rest } = simpleSearch(conditions, ZIPKIN_FILTERS, canSpell);
  const { service, operation, attributes, errorsOnly, minDurationNs, maxDurationNs } = search;
  const annotations = attributes.map(([key, value]) => `${key}=${value}`);
  if (errorsOnly) annotations.push('error');
  // Zipkin's durations are whole microseconds and start at 1; a maximum without a minimum is an error.
  const min = minDurationNs === undefined ? undefined : Math.max(1, Math.ceil(minDurationNs / NS_PER_US));
  const max = maxDurationNs === undefined ? undefined : Math.max(1, Math.floor(maxDurationNs / NS_PER_US));
  const endMs = (range.toEpochNs + NS_PER_MS - 1n) / NS_PER_MS;
  const lookbackMs = endMs - range.fromEpochNs / NS_PER_MS;
  const names = [service, operation].filter((name) => name !== undefined);
  return {
    params: givenParams([
      ['serviceName', service?.toLowerCase()],
      ['spanName', operation?.toLowerCase()],
      ['annotationQuery', annotations.length > 0 ? annotations.join(' and ') : undefined],
      ['minDuration', (min ?? (max === undefined ? undefined : 1))?.toString()],
      ['maxDuration', max?.toString()],
      ['endTs', endMs.toString()],
      ['lookback', (lookbackMs > 0n ? lookbackMs : 1n).toString()],
    ]),
    rest: restOnOneSpan(conditions, rest),
    notes: names.some((name) => name !== name.toLowerCase())
      ? ['Zipkin keeps the names of services and operations in lower case, so they were asked for like that.']
      : [],
  };
}

/** `key=value and key=value` has no escapes. An empty value would stand for any. */
function canSpell(key: string, value: string): boolean {
  const holdsAnd = [key, value].some((text) => /\band\b/.test(text));
  return key !== '' && value !== '' && !key.includes('=') && !holdsAnd && value.trim() === value && key.trim() === key;
}
