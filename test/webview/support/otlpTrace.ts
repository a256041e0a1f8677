/** A span in short; `parent` 0 is none. */
export interface OtlpSpan {
  readonly id: number;
  readonly parent: number;
  readonly service: string;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly startMs: number;
  readonly durationMs: number;
  /** The status message; its presence makes the status an error. */
  readonly error?: string;
  readonly attributes?: Attributes;
  readonly resource?: Attributes;
  readonly scope?: string;
  readonly events?: readonly { readonly atMs: number; readonly name: string; readonly attributes: Attributes }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string; readonly attributes?: Attributes }[];
}

export type Attributes = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export const TRACE_ID = '5b8efff798038103d269b633813fc60c';
/** 2026-01-01T00:00:00Z. */
const EPOCH_MS = 1_767_225_600_000;
const KINDS = ['internal', 'server', 'client', 'producer', 'consumer'] as const;

export function spanIdOf(id: number): string {
  return id.toString(16).padStart(16, '0');
}

/** An OTLP/JSON trace of these spans, each in a resource of its service. */
export function otlpTrace(spans: readonly OtlpSpan[]): object {
  return {
    resourceSpans: spans.map((span) => ({
      resource: { attributes: pairs({ 'service.name': span.service, 'host.name': 'shop-1', ...span.resource }) },
      scopeSpans: [
        {
          scope: { name: span.scope ?? '@opentelemetry/instrumentation-http', version: '0.208.0' },
          spans: [
            {
              traceId: TRACE_ID,
              spanId: spanIdOf(span.id),
              ...(span.parent === 0 ? {} : { parentSpanId: spanIdOf(span.parent) }),
              name: span.name,
              kind: KINDS.indexOf(span.kind) + 1,
              startTimeUnixNano: nanos(span.startMs),
              endTimeUnixNano: nanos(span.startMs + span.durationMs),
              attributes: pairs(span.attributes ?? {}),
              events: (span.events ?? []).map(({ atMs, name, attributes }) => ({
                timeUnixNano: nanos(atMs),
                name,
                attributes: pairs(attributes),
              })),
              links: (span.links ?? []).map(({ traceId, spanId, attributes }) => ({
                traceId,
                spanId,
                attributes: pairs(attributes ?? {}),
              })),
              status: span.error === undefined ? {} : { code: 2, message: span.error },
            },
          ],
        },
      ],
    })),
  };
}

function nanos(ms: number): string {
  return String(BigInt(EPOCH_MS) * 1_000_000n + BigInt(Math.round(ms * 1e6)));
}

function pairs(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: Attributes[string]): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map((one) => ({ stringValue: one })) } };
}
