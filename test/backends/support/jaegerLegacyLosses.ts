import type { Losses } from './comparison.ts';
import { JAEGER_LOSSES } from './jaegerLosses.ts';
import { sortedJson } from './sortedJson.ts';

/** What Jaeger's own JSON cannot carry: less than a microsecond, lists and maps (they become JSON texts), attributes of links. */
export const JAEGER_LEGACY_LOSSES: Losses = {
  sent: (original) => {
    const span = JAEGER_LOSSES.sent(original);
    const durationNs = BigInt(span.endEpochNs) - BigInt(span.startEpochNs);
    return {
      ...span,
      startEpochNs: wholeMicroseconds(span.startEpochNs),
      endEpochNs: String(BigInt(wholeMicroseconds(span.startEpochNs)) + BigInt(wholeMicroseconds(String(durationNs)))),
      attributes: span.attributes.map(nestedAsText),
      events: span.events.map((event) => allParts(event.replace(/^\d+/, wholeMicroseconds))),
      links: span.links.map((link) => link.split(' | ').slice(0, 2).join(' | ')),
    };
  },
  got: (span) => ({
    ...span,
    attributes: span.attributes.filter((attribute) => !attribute.startsWith('jaeger.warning:')).map(nestedAsText),
    events: span.events.map(allParts),
  }),
};

function allParts(event: string): string {
  return event.split(' | ').map(nestedAsText).join(' | ');
}

function nestedAsText(attribute: string): string {
  const [, key, value] = /^(.*?): (?:array|map|string) ([[{].*)$/s.exec(attribute) ?? [];
  return key === undefined ? attribute : `${key}: string ${sortedJson(value!)}`;
}

function wholeMicroseconds(ns: string): string {
  return String((BigInt(ns) / 1000n) * 1000n);
}
