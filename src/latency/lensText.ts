import { formatDuration } from '../core/time.ts';
import { changeText, type Change } from './baseline.ts';
import { callsText, errorsText } from './countText.ts';
import type { KnownStats } from './remoteLatency.ts';

export const DEFAULT_TEMPLATE = 'p50 {p50} · p95 {p95} · p99 {p99} · {count} · {errors} · {change}';

/** What a lens can tell. */
export interface LensFacts {
  readonly stats: KnownStats;
  /** Below it no percentiles are claimed. */
  readonly minimumCount: number;
  /** For people: `hour`, `15 minutes`. */
  readonly window: string;
  /** Who counted, when that was not the local store. */
  readonly source: string | undefined;
  readonly change: Change | undefined;
  /** Which share of its time a call spends in itself and not in the spans below it, 0 to 1. */
  readonly selfShare: number | undefined;
}

const SEPARATOR = ' · ';
const PLACEHOLDER = /\{(\w+)\}/g;

/** The user's template filled in; a part between dots whose placeholder is unknown or has nothing to say is left out. */
export function lensText(facts: LensFacts, template: string): string {
  const { stats, minimumCount, source } = facts;
  const parts: string[] =
    stats.count < minimumCount
      ? [
          `${callsText(stats.count)}, too few for percentiles`,
          stats.maxNs === undefined ? '' : `max ${formatDuration(stats.maxNs)}`,
          errorsText(stats),
        ]
      : filled(template, valuesOf(facts));
  // Numbers of others are never taken for the local store's.
  if (source !== undefined && !template.includes('{source}')) parts.push(source);
  return parts.filter((part) => part !== '').join(SEPARATOR);
}

/** Whether a template asks for it: reading traces for it is work. */
export function asksForSelf(template: string): boolean {
  return template.includes('{self}');
}

function filled(template: string, values: ReadonlyMap<string, string>): string[] {
  return template.split(SEPARATOR).map((part) => {
    let isEmpty = false;
    const text = part.replaceAll(PLACEHOLDER, (_whole, key: string) => {
      const value = values.get(key) ?? '';
      isEmpty ||= value === '';
      return value;
    });
    return isEmpty ? '' : text.trim();
  });
}

function valuesOf({ stats, window, source, change, selfShare }: LensFacts): ReadonlyMap<string, string> {
  return new Map([
    ['p50', duration(stats.p50Ns)],
    ['p95', duration(stats.p95Ns)],
    ['p99', duration(stats.p99Ns)],
    ['max', duration(stats.maxNs)],
    ['mean', duration(stats.sumNs === undefined ? undefined : stats.sumNs / stats.count)],
    ['total', duration(stats.sumNs)],
    ['count', callsText(stats.count)],
    ['errors', errorsText(stats)],
    ['change', change ? changeText(change) : ''],
    ['self', selfShare === undefined ? '' : `self ${Math.round(selfShare * 100)} %`],
    ['window', window],
    ['source', source ?? 'local store'],
  ]);
}

function duration(ns: number | undefined): string {
  return ns === undefined ? '' : formatDuration(ns);
}
