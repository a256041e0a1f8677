import type { Trace } from '../assemble.ts';
import { Problem } from '../problem.ts';
import { decodeAttribute, textOf } from './anyValue.ts';
import { JsonWriter } from './jsonWriter.ts';
import { hexOf } from '../ids.ts';
import { ProtoReader, WIRE_BYTES, WIRE_FIXED32, WIRE_FIXED64, WIRE_VARINT } from './protoReader.ts';
import { walkTrace } from './traceSpans.ts';
import { bigIntOf } from './unixNano.ts';
import type { ByteRange, Envelope } from './walkOtlp.ts';
import { writeAttribute } from './writeAnyValue.ts';

type Scalar = 'text' | 'id' | 'u64' | 'u32' | 'fixed32';

/** A field by its JSON name and what it holds; `list` fields repeat, of others the last one counts. */
type Field =
  | { readonly name: string; readonly holds: Scalar }
  | { readonly name: string; readonly holds: 'attributes' }
  | { readonly name: string; readonly holds: 'message' | 'list'; readonly message: Message };

/** By field number, opentelemetry-proto trace/v1, common/v1 and resource/v1. */
type Message = ReadonlyMap<number, Field>;

const scalar = (name: string, holds: Scalar): Field => ({ name, holds });
const ATTRIBUTES: Field = { name: 'attributes', holds: 'attributes' };
const DROPPED_ATTRIBUTES = scalar('droppedAttributesCount', 'u32');

const RESOURCE: Message = new Map([
  [1, ATTRIBUTES],
  [2, DROPPED_ATTRIBUTES],
]);
const SCOPE: Message = new Map([
  [1, scalar('name', 'text')],
  [2, scalar('version', 'text')],
  [3, ATTRIBUTES],
  [4, DROPPED_ATTRIBUTES],
]);
const EVENT: Message = new Map([
  [1, scalar('timeUnixNano', 'u64')],
  [2, scalar('name', 'text')],
  [3, ATTRIBUTES],
  [4, DROPPED_ATTRIBUTES],
]);
const LINK: Message = new Map([
  [1, scalar('traceId', 'id')],
  [2, scalar('spanId', 'id')],
  [3, scalar('traceState', 'text')],
  [4, ATTRIBUTES],
  [5, DROPPED_ATTRIBUTES],
  [6, scalar('flags', 'fixed32')],
]);
const STATUS: Message = new Map([
  [2, scalar('message', 'text')],
  [3, scalar('code', 'u32')],
]);
const SPAN: Message = new Map<number, Field>([
  [1, scalar('traceId', 'id')],
  [2, scalar('spanId', 'id')],
  [3, scalar('traceState', 'text')],
  [4, scalar('parentSpanId', 'id')],
  [5, scalar('name', 'text')],
  [6, scalar('kind', 'u32')],
  [7, scalar('startTimeUnixNano', 'u64')],
  [8, scalar('endTimeUnixNano', 'u64')],
  [9, ATTRIBUTES],
  [10, DROPPED_ATTRIBUTES],
  [11, { name: 'events', holds: 'list', message: EVENT }],
  [12, scalar('droppedEventsCount', 'u32')],
  [13, { name: 'links', holds: 'list', message: LINK }],
  [14, scalar('droppedLinksCount', 'u32')],
  [15, { name: 'status', holds: 'message', message: STATUS }],
  [16, scalar('flags', 'fixed32')],
]);

const WIRES: Readonly<Record<Field['holds'], number>> = {
  text: WIRE_BYTES,
  id: WIRE_BYTES,
  u64: WIRE_FIXED64,
  u32: WIRE_VARINT,
  fixed32: WIRE_FIXED32,
  attributes: WIRE_BYTES,
  message: WIRE_BYTES,
  list: WIRE_BYTES,
};

/** Where the value of a field just read is; the reader moves on. */
interface Found extends ByteRange {
  readonly high: number;
  readonly low: number;
}

/**
 * A trace as OTLP JSON (opentelemetry-proto docs/specification.md "JSON Protobuf Encoding"), written from the stored bytes span by span.
 * Reading it back gives the same trace: nothing passes through a double, spans keep their resources, scopes and order. Left out
 * are exact repeats, which the trace left out too, and fields that this version of OTLP does not know; text that is not UTF-8
 * becomes U+FFFD and values nested deeper than MAX_ATTRIBUTE_DEPTH a note, as in the details.
 */
export function exportOtlpJson(trace: Trace, mask: boolean): Uint8Array<ArrayBuffer> {
  const json = new JsonWriter();
  let resource: Envelope | undefined;
  let scope: Envelope | undefined;
  const closeScope = (): void => {
    if (scope === undefined) return;
    json.endArray();
    json.endObject();
    scope = undefined;
  };
  const closeResource = (): void => {
    closeScope();
    if (resource === undefined) return;
    json.endArray();
    json.endObject();
    resource = undefined;
  };
  json.beginObject();
  json.key('resourceSpans');
  json.beginArray();
  walkTrace(trace, (span) => {
    const { bytes } = span;
    if (resource !== span.resource) {
      closeResource();
      resource = span.resource;
      json.beginObject();
      writeEnvelope(json, bytes, resource, 'resource', RESOURCE, mask);
      json.key('scopeSpans');
      json.beginArray();
    }
    if (scope !== span.scope) {
      closeScope();
      scope = span.scope;
      json.beginObject();
      writeEnvelope(json, bytes, scope, 'scope', SCOPE, mask);
      json.key('spans');
      json.beginArray();
    }
    writeMessage(json, bytes, span.start, span.end, SPAN, mask);
  });
  closeResource();
  json.endArray();
  json.endObject();
  return json.finish();
}

/** The Resource or InstrumentationScope of an envelope, and its schema URL: field 3 of ResourceSpans and of ScopeSpans. */
function writeEnvelope(
  json: JsonWriter,
  bytes: Uint8Array,
  { message, fields }: Envelope,
  name: string,
  shape: Message,
  mask: boolean,
): void {
  if (message) {
    json.key(name);
    writeMessage(json, bytes, message.start, message.end, shape, mask);
  }
  let schemaUrl: string | undefined;
  for (const { start, end } of fields) {
    const reader = new ProtoReader(bytes).enter(start, end);
    while (reader.next())
      if (reader.field === 3 && reader.wire === WIRE_BYTES) schemaUrl = textOf(bytes, reader.start, reader.stop);
  }
  if (schemaUrl === undefined) return;
  json.key('schemaUrl');
  json.string(schemaUrl);
}

/** Fields may stand in any order and lists in pieces, so each is gathered first. Nesting is fixed by the tables: three levels. */
function writeMessage(
  json: JsonWriter,
  bytes: Uint8Array,
  start: number,
  end: number,
  shape: Message,
  mask: boolean,
): void {
  const found = new Map<number, Found[]>();
  const reader = new ProtoReader(bytes).enter(start, end);
  while (reader.next()) {
    const field = shape.get(reader.field);
    if (field === undefined || reader.wire !== WIRES[field.holds]) continue;
    const value: Found = { start: reader.start, end: reader.stop, high: reader.high, low: reader.low };
    const others = found.get(reader.field);
    if (others === undefined) found.set(reader.field, [value]);
    else if (field.holds === 'attributes' || field.holds === 'list') others.push(value);
    else others[0] = value;
  }
  json.beginObject();
  for (const [number, values] of found) writeField(json, bytes, shape.get(number)!, values, mask);
  json.endObject();
}

function writeField(json: JsonWriter, bytes: Uint8Array, field: Field, values: readonly Found[], mask: boolean): void {
  const [value] = values as [Found, ...Found[]];
  json.key(field.name);
  switch (field.holds) {
    case 'text':
      json.string(textOf(bytes, value.start, value.end));
      break;
    case 'id':
      json.string(hexOf(bytes, value.start, value.end));
      break;
    case 'u64':
      json.string(String(bigIntOf(value.high, value.low)));
      break;
    case 'u32':
    case 'fixed32':
      json.literal(String(value.low));
      break;
    case 'message':
      writeMessage(json, bytes, value.start, value.end, field.message, mask);
      break;
    case 'list':
      json.beginArray();
      for (const one of values) writeMessage(json, bytes, one.start, one.end, field.message, mask);
      json.endArray();
      break;
    case 'attributes':
      json.beginArray();
      for (const one of values) writeStoredAttribute(json, bytes, one, mask);
      json.endArray();
  }
}

/** An attribute whose insides cannot be read is given as the details show it. */
function writeStoredAttribute(json: JsonWriter, bytes: Uint8Array, { start, end }: ByteRange, mask: boolean): void {
  try {
    writeAttribute(json, decodeAttribute(bytes, start, end), mask);
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.code !== 'malformed') throw thrown;
    writeAttribute(json, { key: '(malformed attribute)', value: { type: 'empty' } }, mask);
  }
}
