import type { Losses } from './comparison.ts';

/** Jaeger takes a span without length for a broken one: it makes it a nanosecond long and says so in an attribute. */
export const JAEGER_LOSSES: Losses = {
  sent: (span) =>
    span.endEpochNs === span.startEpochNs ? { ...span, endEpochNs: String(BigInt(span.endEpochNs) + 1n) } : span,
  got: (span) => ({
    ...span,
    attributes: span.attributes.filter(
      (attribute) => !attribute.startsWith('@jaeger@warnings: array ["Negative duration'),
    ),
  }),
};
