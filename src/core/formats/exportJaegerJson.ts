import type { Trace } from '../assemble.ts';
import { attributeText, type Attribute } from '../attribute.ts';
import type { SpanDetail } from '../span.ts';
import { maskAttributes } from '../maskAttributes.ts';
import { spanDetail } from '../spanDetail.ts';
import { JsonWriter } from './jsonWriter.ts';

/** The largest integer that Jaeger's own pages read exactly; what is larger is given as text, as Jaeger does. */
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

interface Process {
  readonly id: string;
  readonly service: string;
  readonly tags: readonly Attribute[];
}

/**
 * A trace in Jaeger's legacy JSON, `{"data": [trace]}` as its UI uploads it. The format holds less than OTLP, and this is lost:
 * nanosecond parts of times (they are whole microseconds, rounded down), lists and maps as such (they become text), attributes of
 * links and scopes, schema URLs, dropped counts and flags; an end before its start becomes no duration. A root that links
 * into its own trace is read by Jaeger as a child of that span.
 */
export function exportJaegerJson(trace: Trace, mask: boolean): Uint8Array<ArrayBuffer> {
  const json = new JsonWriter();
  const processes = new Map<number, Process>();
  const resourceOf = trace.material.rows.resource.view();
  const kept = mask ? maskAttributes : (attributes: readonly Attribute[]) => attributes;
  json.beginObject();
  json.key('data');
  json.beginArray();
  json.beginObject();
  text(json, 'traceID', trace.header.traceId);
  json.key('spans');
  json.beginArray();
  for (let row = 0; row < trace.columns.count; row++) {
    const detail = spanDetail(trace, row);
    const resource = resourceOf[trace.source[row]!]!;
    let process = processes.get(resource);
    if (process === undefined) {
      process = { id: `p${processes.size + 1}`, service: detail.service, tags: kept(processTags(detail)) };
      processes.set(resource, process);
    }
    writeSpan(json, detail, process.id, BigInt(trace.header.startEpochNs), kept);
  }
  json.endArray();
  json.key('processes');
  json.beginObject();
  for (const { id, service, tags } of processes.values()) {
    json.key(id);
    json.beginObject();
    text(json, 'serviceName', service);
    writeTags(json, 'tags', tags);
    json.endObject();
  }
  json.endObject();
  json.key('warnings');
  json.literal('null');
  json.endObject();
  json.endArray();
  json.endObject();
  return json.finish();
}

/** The resource without the name of the service, which has a field of its own. */
function processTags({ resource }: SpanDetail): readonly Attribute[] {
  const name = resource.findIndex(({ key }) => key === 'service.name');
  return resource.filter(({ value }, index) => index !== name || value.type !== 'string');
}

function writeSpan(
  json: JsonWriter,
  detail: SpanDetail,
  processId: string,
  traceEpochNs: bigint,
  kept: (attributes: readonly Attribute[]) => readonly Attribute[],
): void {
  const startUs = BigInt(detail.startEpochNs) / 1000n;
  const durationUs = BigInt(detail.endEpochNs) / 1000n - startUs;
  json.beginObject();
  text(json, 'traceID', detail.traceId);
  text(json, 'spanID', detail.spanId);
  text(json, 'operationName', detail.name);
  json.key('references');
  json.beginArray();
  if (detail.parentSpanId !== undefined) writeReference(json, 'CHILD_OF', detail.traceId, detail.parentSpanId);
  for (const { traceId, spanId } of detail.links) writeReference(json, 'FOLLOWS_FROM', traceId, spanId);
  json.endArray();
  json.key('startTime');
  json.literal(String(startUs));
  json.key('duration');
  json.literal(String(durationUs > 0n ? durationUs : 0n));
  writeTags(json, 'tags', [...fieldTags(detail), ...kept(detail.attributes)]);
  json.key('logs');
  json.beginArray();
  for (const { name, offsetNs, attributes } of detail.events) {
    json.beginObject();
    json.key('timestamp');
    // An offset past 2^53 ns is off by less than the microsecond that is rounded to.
    const eventUs = (traceEpochNs + BigInt(offsetNs)) / 1000n;
    json.literal(String(eventUs > 0n ? eventUs : 0n));
    writeTags(json, 'fields', [{ key: 'event', value: { type: 'string', value: name } }, ...kept(attributes)]);
    json.endObject();
  }
  json.endArray();
  text(json, 'processID', processId);
  json.key('warnings');
  json.literal('null');
  json.endObject();
}

/** What OTLP has fields for and Jaeger tags, under the names that Jaeger's own translation gives them. */
function fieldTags({ kind, status, statusMessage, scope, traceState }: SpanDetail): readonly Attribute[] {
  const tag = (key: string, value: string): readonly Attribute[] =>
    value === '' ? [] : [{ key, value: { type: 'string', value } }];
  return [
    ...tag('span.kind', kind === 'unspecified' ? '' : kind),
    ...tag('otel.status_code', status === 'unset' ? '' : status.toUpperCase()),
    ...tag('otel.status_description', statusMessage),
    ...(status === 'error' ? [{ key: 'error', value: { type: 'bool', value: true } } as const] : []),
    ...tag('otel.scope.name', scope.name),
    ...tag('otel.scope.version', scope.version),
    ...tag('w3c.tracestate', traceState),
  ];
}

function writeReference(json: JsonWriter, refType: string, traceId: string, spanId: string): void {
  json.beginObject();
  text(json, 'refType', refType);
  text(json, 'traceID', traceId);
  text(json, 'spanID', spanId);
  json.endObject();
}

function writeTags(json: JsonWriter, name: string, attributes: readonly Attribute[]): void {
  json.key(name);
  json.beginArray();
  for (const attribute of attributes) writeTag(json, attribute);
  json.endArray();
}

function writeTag(json: JsonWriter, { key, value }: Attribute): void {
  const is = (type: string): void => {
    text(json, 'type', type);
    json.key('value');
  };
  json.beginObject();
  text(json, 'key', key);
  if (value.type === 'bool') {
    is('bool');
    json.literal(String(value.value));
  } else if (value.type === 'int') {
    is('int64');
    const int = BigInt(value.value);
    if (int > MAX_SAFE || int < -MAX_SAFE) json.string(value.value);
    else json.literal(value.value);
  } else if (value.type === 'double') {
    is('float64');
    if (typeof value.value === 'string') json.string(value.value);
    else json.literal(Object.is(value.value, -0) ? '-0' : String(value.value));
  } else if (value.type === 'bytes') {
    is('binary');
    json.string(value.value);
  } else {
    is('string');
    json.string(value.type === 'empty' ? '' : attributeText(value));
  }
  json.endObject();
}

function text(json: JsonWriter, name: string, value: string): void {
  json.key(name);
  json.string(value);
}
