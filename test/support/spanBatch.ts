/** A span as a test writes it down. */
export interface BatchSpan {
  readonly trace: number;
  readonly id?: number;
  readonly parent?: number;
  readonly name: string;
  /** OTLP number: 1 internal, 2 server. */
  readonly kind?: number;
  readonly durationMs: number;
  /** Type of the exception that it failed with. */
  readonly error?: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
}

const NS_PER_MS = 1_000_000n;

/** Any two begin differently, so that tabs can be told apart by their titles. */
export function batchTraceId(number: number): string {
  return number.toString(16).padStart(8, '0').repeat(4);
}

function spanIdOf(trace: number, id: number): string {
  return (trace * 1000 + id).toString(16).padStart(16, '0');
}

/** An OTLP JSON payload of spans that end now. */
export function spanBatch(
  service: string,
  resource: Readonly<Record<string, string | number>>,
  spans: readonly BatchSpan[],
): Buffer {
  const nowNs = BigInt(Date.now()) * NS_PER_MS;
  const payload = {
    resourceSpans: [
      {
        resource: { attributes: attributesOf({ 'service.name': service, ...resource }) },
        scopeSpans: [{ scope: { name: 'walk' }, spans: spans.map((span) => spanJson(span, nowNs)) }],
      },
    ],
  };
  return Buffer.from(JSON.stringify(payload));
}

function spanJson(
  { trace, id = 1, parent, name, kind = 1, durationMs, error, attributes = {} }: BatchSpan,
  nowNs: bigint,
): object {
  const exception = {
    name: 'exception',
    timeUnixNano: String(nowNs),
    attributes: attributesOf({ 'exception.type': error ?? '' }),
  };
  return {
    traceId: batchTraceId(trace),
    spanId: spanIdOf(trace, id),
    ...(parent !== undefined && { parentSpanId: spanIdOf(trace, parent) }),
    name,
    kind,
    startTimeUnixNano: String(nowNs - BigInt(Math.round(durationMs * 1e6))),
    endTimeUnixNano: String(nowNs),
    attributes: attributesOf(attributes),
    ...(error !== undefined && { status: { code: 2 }, events: [exception] }),
  };
}

function attributesOf(values: Readonly<Record<string, string | number>>): readonly object[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));
}
