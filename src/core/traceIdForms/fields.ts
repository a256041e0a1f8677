import type { SpanId } from '../ids.ts';
import { decodeSpanId } from './decodedId.ts';
import { SEPARATOR } from './separator.ts';

/** A value of a line that is no trace ID, or says more about one. */
export interface LineField {
  readonly start: number;
  readonly end: number;
  /** Set for the span that the line is about; a parent, a request ID and the like only bar the value from being a trace ID. */
  readonly spanId: SpanId | undefined;
}

const H = '[0-9a-fA-F]';
const UUID = `${H}{8}-${H}{4}-${H}{4}-${H}{4}-${H}{12}`;
const X_RAY = `1-${H}{8}-${H}{24}`;
const VALUE = `(?<value>(?:0x)?(?<hex>${H}{1,32})|(?<base64>[A-Za-z0-9+/_-]{11}=)|${UUID}|${X_RAY})(?![0-9A-Za-z_=-])`;
/** `"span":{"id":"…"}` of ECS. */
const NESTED_ID = `(?:[\\\\"']{0,4}\\s{0,4}:\\s{0,4}\\{\\s{0,4}[\\\\"']{0,4}id)?`;
/** `span_id`, `dd.span_id`, `otelSpanID`, `@sp`, a bare `span` (Sleuth, URLs), X-Ray's segment, Jaeger's `uiFind`. */
const SPAN_KEY = `(?<decimal>(?:dd|datadog)[._-])?(?<key>(?<!parent[ ._-]?)(?:span[ ._-]?id|segment[ ._-]?id|(?<![a-z])span${NESTED_ID}|@sp|uiFind))`;
/** What must never be taken for the trace: parents (but not `traceparent`), ECS transactions, request IDs (Envoy's is a UUID), X-Ray's `Self`. */
const OTHER_KEY =
  '(?:(?<!trace)parent(?:[ ._-]?(?:span|trace))?(?:[ ._-]?id)?|(?:transaction|request|correlation)[ ._-]?id|(?<![a-z])self)';

const FIELD = new RegExp(`(?:${SPAN_KEY}|${OTHER_KEY})${SEPARATOR}${VALUE}`, 'dgi');

/** Zero-stripped span IDs are hardly ever shorter; `span=5` is something else. */
const MIN_SPAN_DIGITS = 8;

/** The keyed values of a line that are not trace IDs, in order. */
export function fieldsOf(line: string): readonly LineField[] {
  const fields: LineField[] = [];
  for (const match of line.matchAll(FIELD)) {
    const { key, decimal, hex, base64 } = match.groups!;
    const [start, end] = match.indices!.groups!['value']!;
    const id = decimal !== undefined || (hex?.length ?? 0) >= MIN_SPAN_DIGITS ? hex : base64;
    const isSpan = key !== undefined && id !== undefined;
    fields.push({ start, end, spanId: isSpan ? decodeSpanId(id, decimal !== undefined) : undefined });
  }
  return fields;
}

const SAMPLED = new RegExp(
  `(?:trace_?flags|sampled)${SEPARATOR}(?:(?<flags>[0-9a-f]{2})|(?<bit>[01d])|(?<word>true|false))(?![0-9a-z])`,
  'i',
);

/** Whether the line says that its trace was sampled (`trace_flags=01`, `trace_sampled=True`, `X-B3-Sampled: 1`). */
export function sampledOf(line: string): boolean | undefined {
  const groups = SAMPLED.exec(line)?.groups;
  if (!groups) return undefined;
  const { flags, bit, word } = groups;
  if (flags !== undefined) return (Number.parseInt(flags, 16) & 1) === 1;
  if (bit !== undefined) return bit !== '0';
  return word!.toLowerCase() === 'true';
}

const HIGH_HALF = new RegExp(`_dd\\.p\\.tid${SEPARATOR}(?<high>${H}{16})(?![0-9A-Za-z])`);

/** The upper 64 bits of a Datadog trace ID, which stand in a field of their own (`_dd.p.tid`), as 16 hex digits. */
export function highHalfOf(line: string): string | undefined {
  return HIGH_HALF.exec(line)?.groups?.['high'];
}
