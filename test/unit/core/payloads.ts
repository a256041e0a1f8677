/** OTLP JSON pieces for tests; IDs are short numbers written as hex. */
export const TRACE = '0af7651916cd43dd8448eb211c80319c';

export const spanId = (n: number): string => n.toString(16).padStart(16, '0');

export interface TestSpan {
  readonly id: number;
  readonly parent?: number;
  readonly name?: string;
  readonly start?: number;
  readonly end?: number;
  readonly [field: string]: unknown;
}

/** An epoch whose nanoseconds no double can hold. */
export const EPOCH_NS = 1767225600000000001n;

export function otlpSpan({ id, parent, name = `span ${id}`, start = 0, end = 10, ...rest }: TestSpan): object {
  return {
    traceId: TRACE,
    spanId: spanId(id),
    ...(parent !== undefined && { parentSpanId: spanId(parent) }),
    name,
    kind: 1,
    startTimeUnixNano: String(EPOCH_NS + BigInt(start)),
    endTimeUnixNano: String(EPOCH_NS + BigInt(end)),
    ...rest,
  };
}

export function otlpPayload(spans: readonly object[], service = 'shop'): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
        scopeSpans: [{ scope: { name: 'test', version: '1' }, spans }],
      },
    ],
  };
}

export const bytesOf = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
