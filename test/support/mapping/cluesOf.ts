import type { Attribute, AttributeValue } from '../../../src/core/attribute.ts';
import type { SpanEvent, SpanKind } from '../../../src/core/span.ts';
import { spanCluesOf, type SpanClues } from '../../../src/core/spanClues.ts';
import type { SpanLog } from '../../../src/core/spanLog.ts';

type Values = Readonly<Record<string, string | number>>;

/** The parts of a span that tell where its code is. */
export interface ToldSpan {
  readonly service?: string;
  readonly name?: string;
  readonly kind?: SpanKind;
  readonly attributes?: Values;
  /** The attributes of an `exception` event each. */
  readonly exceptions?: readonly Values[];
  /** The attributes of a log record each. */
  readonly logs?: readonly Values[];
  readonly resource?: Values;
}

/** What a span that came in and was read back tells of its code. */
export function cluesOf(told: ToldSpan): SpanClues {
  const events = (told.exceptions ?? []).map((values): SpanEvent => {
    return { name: 'exception', offsetNs: 0, attributes: attributesOf(values) };
  });
  const logs = (told.logs ?? []).map((values): SpanLog => {
    return { epochNs: '1', severity: '', severityNumber: 0, body: '', attributes: attributesOf(values) };
  });
  const span = {
    row: 0,
    traceId: 'a'.repeat(32) as never,
    spanId: 'b'.repeat(16) as never,
    parentSpanId: undefined,
    name: told.name ?? 'GET',
    service: told.service ?? 'shop',
    kind: told.kind ?? 'internal',
    status: 'unset',
    statusMessage: '',
    startEpochNs: '1',
    endEpochNs: '2',
    startNs: 0,
    durationNs: 1,
    selfNs: 1,
    traceState: '',
    attributes: attributesOf(told.attributes ?? {}),
    events,
    links: [],
    resource: attributesOf(told.resource ?? {}),
    scope: { name: '', version: '', attributes: [] },
    repairs: [],
  } as const;
  return spanCluesOf(span, logs);
}

function attributesOf(values: Values): readonly Attribute[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: valueOf(value) }));
}

function valueOf(value: string | number): AttributeValue {
  if (typeof value === 'string') return { type: 'string', value };
  return Number.isSafeInteger(value) ? { type: 'int', value: String(value) } : { type: 'string', value: String(value) };
}
