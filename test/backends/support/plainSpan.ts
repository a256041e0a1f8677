import { attributeText, type Attribute } from '../../../src/core/attribute.ts';
import type { SpanDetail } from '../../../src/core/span.ts';

/** What a span says, without what depends on the trace around it; lists whose order says nothing are sorted. */
export interface PlainSpan {
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly service: string;
  readonly kind: string;
  readonly status: string;
  readonly statusMessage: string;
  readonly startEpochNs: string;
  readonly endEpochNs: string;
  readonly traceState: string;
  readonly attributes: readonly string[];
  readonly events: readonly string[];
  readonly links: readonly string[];
  readonly resource: readonly string[];
  readonly scope: string;
}

export function plainSpan(span: SpanDetail): PlainSpan {
  const traceStartNs = BigInt(span.startEpochNs) - BigInt(Math.round(span.startNs));
  return {
    spanId: span.spanId,
    parentSpanId: span.parentSpanId ?? '',
    name: span.name,
    service: span.service,
    kind: span.kind,
    status: span.status,
    statusMessage: span.statusMessage,
    startEpochNs: span.startEpochNs,
    endEpochNs: span.endEpochNs,
    traceState: span.traceState,
    attributes: plainAttributes(span.attributes),
    events: span.events
      .map(({ name, offsetNs, attributes }) =>
        [String(traceStartNs + BigInt(offsetNs)), name, ...plainAttributes(attributes)].join(' | '),
      )
      .toSorted(),
    links: span.links
      .map(({ traceId, spanId, attributes }) => [traceId, spanId, ...plainAttributes(attributes)].join(' | '))
      .toSorted(),
    resource: plainAttributes(span.resource),
    scope: [span.scope.name, span.scope.version].join(' '),
  };
}

/** `key: type value`, sorted: a type that changed is a difference. */
export function plainAttributes(attributes: readonly Attribute[]): readonly string[] {
  return attributes.map(({ key, value }) => `${key}: ${value.type} ${attributeText(value)}`).toSorted();
}
