import type { Losses } from './comparison.ts';
import type { PlainSpan } from './plainSpan.ts';
import { sortedJson } from './sortedJson.ts';

/**
 * What Zipkin's model and the Collector's exporter for it cannot carry: names in other than lower case, less than a microsecond, types of
 * attributes, a length of zero (it comes back as none), and the version of a scope, which the exporter (0.148) takes from the scope before
 * when a scope has none.
 */
export const ZIPKIN_LOSSES: Losses = {
  sent: (span) => ({
    ...alike(span),
    name: span.name.toLowerCase(),
    service: span.service.toLowerCase(),
    startEpochNs: toMicroseconds(span.startEpochNs),
    endEpochNs: span.endEpochNs === span.startEpochNs ? '0' : endInMicroseconds(span),
    events: span.events.map((event) => untyped(event.replace(/^\d+/, toMicroseconds))),
  }),
  got: alike,
};

function alike(span: PlainSpan): PlainSpan {
  return {
    ...span,
    attributes: span.attributes.map(untyped),
    resource: span.resource.map(untyped),
    events: span.events.map(untyped),
    links: span.links.map(untyped),
    scope: span.scope.split(' ')[0]!,
  };
}

/** `key: type value` as the text that every value becomes: JSON for lists and maps, whose order says nothing, base64 for bytes. */
function untyped(attribute: string): string {
  return attribute
    .split(' | ')
    .map((part) => {
      const [, key, value] = /^(.*?): (?:string|int|double|bool|bytes|array|map) (?:base64:)?(.*)$/s.exec(part) ?? [];
      return key === undefined ? part : `${key}: ${sortedJson(value!)}`;
    })
    .join(' | ');
}

/** Start and duration are rounded, each on its own. */
function endInMicroseconds({ startEpochNs, endEpochNs }: PlainSpan): string {
  const durationNs = BigInt(endEpochNs) - BigInt(startEpochNs);
  return String(BigInt(toMicroseconds(startEpochNs)) + BigInt(toMicroseconds(String(durationNs))));
}

function toMicroseconds(ns: string): string {
  return String(((BigInt(ns) + 500n) / 1000n) * 1000n);
}
