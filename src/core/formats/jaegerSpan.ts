import { bytesOfHex, parseSpanId, parseTraceId, type SpanId, type TraceId } from '../ids.ts';
import type { RejectReason } from '../protocol.ts';
import { SPAN_KINDS } from '../span.ts';
import type { ByteWriter } from './byteWriter.ts';
import { readJaegerProcess, type JaegerProcess } from './jaegerProcess.ts';
import { JaegerTag, readJaegerTags } from './jaegerTag.ts';
import type { JsonReader } from './jsonReader.ts';
import { nsOfMicroseconds } from './microseconds.ts';
import { writeEpochNs } from './writeEpochNs.ts';

interface Reference {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
}

interface Log {
  readonly epochNs: bigint;
  readonly fields: readonly JaegerTag[];
}

/** A span of Jaeger's legacy JSON in OTLP's terms. */
export interface JaegerSpan {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  readonly parentSpanId: SpanId | undefined;
  readonly name: string;
  readonly startEpochNs: bigint;
  readonly endEpochNs: bigint;
  readonly processId: string;
  readonly process: JaegerProcess | undefined;
  readonly scopeName: string;
  readonly scopeVersion: string;
  readonly kind: number;
  readonly status: number;
  readonly statusMessage: string;
  readonly traceState: string;
  readonly tags: readonly JaegerTag[];
  readonly logs: readonly Log[];
  readonly links: readonly Reference[];
}

/** Tags that stand for OTLP fields, whatever their value; they are not attributes. */
const FIELD_TAGS = new Set([
  'otel.status_description',
  'otel.scope.name',
  'otel.scope.version',
  'otel.library.name',
  'otel.library.version',
  'w3c.tracestate',
]);

const STATUS_CODES = new Set(['OK', 'ERROR', 'UNSET']);

/** Reads one element of `spans`, or says why it cannot be kept. */
export function readJaegerSpan(json: JsonReader): JaegerSpan | RejectReason {
  if (json.peek() !== 'object') {
    json.skip();
    return 'malformed-span';
  }
  let traceId: TraceId | undefined;
  let spanId: SpanId | undefined;
  let oldParent: SpanId | undefined;
  let name = '';
  let startUs: string | undefined;
  let durationUs = '0';
  let processId = '';
  let process: JaegerProcess | undefined;
  let tags: readonly JaegerTag[] = [];
  let logs: readonly Log[] = [];
  let warnings: readonly string[] = [];
  let references: readonly (Reference & { readonly childOf: boolean })[] = [];
  json.beginObject();
  for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
    const next = json.peek();
    if (key === 'traceID' && next === 'string') traceId = parseTraceId(json.name());
    else if (key === 'spanID' && next === 'string') spanId = parseSpanId(json.string());
    else if (key === 'parentSpanID' && next === 'string') oldParent = parseSpanId(json.string());
    else if (key === 'operationName' && next === 'string') name = json.name();
    else if (key === 'startTime') startUs = numberText(json) ?? startUs;
    else if (key === 'duration') durationUs = numberText(json) ?? durationUs;
    else if (key === 'processID' && next === 'string') processId = json.name();
    else if (key === 'process' && next === 'object') process = readJaegerProcess(json);
    else if (key === 'tags') tags = readJaegerTags(json);
    else if (key === 'logs' && next === 'array') logs = readLogs(json);
    else if (key === 'warnings' && next === 'array') warnings = readTexts(json);
    else if (key === 'references' && next === 'array') references = readReferences(json);
    else json.skip();
  }
  if (!traceId) return 'trace-id';
  if (!spanId) return 'span-id';
  const startEpochNs = startUs === undefined ? undefined : nsOfMicroseconds(startUs);
  const durationNs = nsOfMicroseconds(durationUs);
  if (startEpochNs === undefined || durationNs === undefined) return 'malformed-span';
  // The parent is the first CHILD_OF of this trace; a FOLLOWS_FROM stands in when there is none, as in Jaeger's own UI.
  const parents = references.filter((reference) => reference.traceId === traceId);
  const parent = parents.find((reference) => reference.childOf) ?? (oldParent ? undefined : parents[0]);
  const text = (key: string): string => tags.find((tag) => tag.key === key)?.text ?? '';
  const failed = text('otel.status_code').toUpperCase() === 'ERROR' || text('error') === 'true';
  const isField = (tag: JaegerTag): boolean =>
    FIELD_TAGS.has(tag.key) ||
    (tag.key === 'span.kind' && (SPAN_KINDS as readonly string[]).includes(tag.text)) ||
    (tag.key === 'otel.status_code' && STATUS_CODES.has(tag.text.toUpperCase())) ||
    (tag.key === 'error' && tag.text === 'true');
  return {
    traceId,
    spanId,
    parentSpanId: parent?.spanId ?? oldParent,
    name,
    startEpochNs,
    endEpochNs: startEpochNs + durationNs,
    processId,
    process,
    scopeName: text('otel.scope.name') || text('otel.library.name'),
    scopeVersion: text('otel.scope.version') || text('otel.library.version'),
    kind: Math.max(0, (SPAN_KINDS as readonly string[]).indexOf(text('span.kind'))),
    status: failed ? 2 : text('otel.status_code').toUpperCase() === 'OK' ? 1 : 0,
    statusMessage: text('otel.status_description'),
    traceState: text('w3c.tracestate'),
    tags: [
      ...tags.filter((tag) => !isField(tag)),
      ...warnings.map((warning) => JaegerTag.ofText('jaeger.warning', warning)),
    ],
    logs,
    links: references.filter((reference) => reference !== parent),
  };
}

/** Writes the span as field 2 (ScopeSpans.spans); field numbers as in opentelemetry-proto trace/v1. */
export function writeJaegerSpan(span: JaegerSpan, out: ByteWriter): void {
  const start = out.begin(2);
  out.bytes(1, bytesOfHex(span.traceId));
  out.bytes(2, bytesOfHex(span.spanId));
  if (span.traceState !== '') out.string(3, span.traceState);
  if (span.parentSpanId) out.bytes(4, bytesOfHex(span.parentSpanId));
  out.string(5, span.name);
  if (span.kind !== 0) out.varint(6, span.kind);
  writeEpochNs(out, 7, span.startEpochNs);
  writeEpochNs(out, 8, span.endEpochNs);
  for (const tag of span.tags) tag.write(out, 9);
  for (const log of span.logs) {
    const event = out.begin(11);
    writeEpochNs(out, 1, log.epochNs);
    out.string(2, log.fields.find((field) => field.key === 'event')?.text ?? 'log');
    for (const field of log.fields) if (field.key !== 'event') field.write(out, 3);
    out.end(event);
  }
  for (const link of span.links) {
    const at = out.begin(13);
    out.bytes(1, bytesOfHex(link.traceId));
    out.bytes(2, bytesOfHex(link.spanId));
    out.end(at);
  }
  if (span.status !== 0 || span.statusMessage !== '') {
    const status = out.begin(15);
    if (span.statusMessage !== '') out.string(2, span.statusMessage);
    if (span.status !== 0) out.varint(3, span.status);
    out.end(status);
  }
  out.end(start);
}

/** A number, or the text of one as some clones write what is past 2^53; undefined for anything else. */
function numberText(json: JsonReader): string | undefined {
  if (json.peek() === 'number') return json.numberText();
  if (json.peek() === 'string') return json.string();
  json.skip();
  return undefined;
}

function readLogs(json: JsonReader): readonly Log[] {
  const logs: Log[] = [];
  json.beginArray();
  while (json.nextElement()) {
    if (json.peek() !== 'object') {
      json.skip();
      continue;
    }
    let epochNs = 0n;
    let fields: readonly JaegerTag[] = [];
    json.beginObject();
    for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
      if (key === 'timestamp') epochNs = nsOfMicroseconds(numberText(json) ?? '') ?? 0n;
      else if (key === 'fields') fields = readJaegerTags(json);
      else json.skip();
    }
    logs.push({ epochNs, fields });
  }
  return logs;
}

/** The strings of a list: what Jaeger itself found odd in a span, such as a clock it adjusted. */
function readTexts(json: JsonReader): readonly string[] {
  const texts: string[] = [];
  json.beginArray();
  while (json.nextElement()) {
    if (json.peek() === 'string') texts.push(json.string());
    else json.skip();
  }
  return texts;
}

function readReferences(json: JsonReader): readonly (Reference & { readonly childOf: boolean })[] {
  const references: (Reference & { readonly childOf: boolean })[] = [];
  json.beginArray();
  while (json.nextElement()) {
    if (json.peek() !== 'object') {
      json.skip();
      continue;
    }
    let traceId: TraceId | undefined;
    let spanId: SpanId | undefined;
    let childOf = false;
    json.beginObject();
    for (let key = json.nextKey(); key !== undefined; key = json.nextKey()) {
      if (json.peek() !== 'string') json.skip();
      else if (key === 'traceID') traceId = parseTraceId(json.string());
      else if (key === 'spanID') spanId = parseSpanId(json.string());
      else if (key === 'refType') childOf = json.string() === 'CHILD_OF';
      else json.skip();
    }
    if (traceId && spanId) references.push({ traceId, spanId, childOf });
  }
  return references;
}
