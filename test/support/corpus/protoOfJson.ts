import { ByteWriter } from '../../../src/core/formats/byteWriter.ts';

/*
 * OTLP JSON as protobuf, the slow way: object by object from the .proto files, to hold the transcoder against. It knows only
 * well-formed payloads such as `anyPayload` makes.
 */

type Json = Readonly<Record<string, unknown>>;
type Write = (out: ByteWriter, field: number, value: unknown) => void;
/** By JSON name: field number and how its value is written; lists repeat the field. */
type Shape = Readonly<Record<string, readonly [field: number, write: Write]>>;

const text: Write = (out, field, value) => out.string(field, value as string);
const hex: Write = (out, field, value) => out.bytes(field, Buffer.from(value as string, 'hex'));
const uint32: Write = (out, field, value) => out.varint(field, value as number);
const flags: Write = (out, field, value) => out.fixed32(field, value as number);
const time: Write = (out, field, value) => {
  const ns = BigInt(value as string);
  out.fixed64(field, Number(ns >> 32n), Number(ns & 0xffff_ffffn));
};

function message(shape: () => Shape): Write {
  return (out, field, value) => {
    const start = out.begin(field);
    writeFields(out, shape(), value as Json);
    out.end(start);
  };
}

function writeFields(out: ByteWriter, shape: Shape, json: Json): void {
  for (const [name, value] of Object.entries(json)) {
    const [field, write] = shape[name]!;
    for (const one of Array.isArray(value) ? (value as readonly unknown[]) : [value]) write(out, field, one);
  }
}

const KEY_VALUE = message(() => ({ key: [1, text], value: [2, ANY_VALUE] }));
const ANY_VALUE = message(() => ({
  stringValue: [1, text],
  boolValue: [2, (out, field, value) => out.varint(field, value === true ? 1 : 0)],
  intValue: [3, (out, field, value) => out.varint64(field, BigInt(value as string))],
  doubleValue: [4, (out, field, value) => out.double(field, Number(value))],
  arrayValue: [5, message(() => ({ values: [1, ANY_VALUE] }))],
  kvlistValue: [6, message(() => ({ values: [1, KEY_VALUE] }))],
  bytesValue: [7, (out, field, value) => out.bytes(field, Buffer.from(value as string, 'base64'))],
}));
const RESOURCE = message(() => ({ attributes: [1, KEY_VALUE], droppedAttributesCount: [2, uint32] }));
const SCOPE = message(() => ({ name: [1, text], version: [2, text], attributes: [3, KEY_VALUE] }));
const EVENT = message(() => ({ timeUnixNano: [1, time], name: [2, text], attributes: [3, KEY_VALUE] }));
const LINK = message(() => ({
  traceId: [1, hex],
  spanId: [2, hex],
  traceState: [3, text],
  attributes: [4, KEY_VALUE],
  flags: [6, flags],
}));
const STATUS = message(() => ({ message: [2, text], code: [3, uint32] }));
const SPAN = message(() => ({
  traceId: [1, hex],
  spanId: [2, hex],
  traceState: [3, text],
  parentSpanId: [4, hex],
  name: [5, text],
  kind: [6, uint32],
  startTimeUnixNano: [7, time],
  endTimeUnixNano: [8, time],
  attributes: [9, KEY_VALUE],
  droppedAttributesCount: [10, uint32],
  events: [11, EVENT],
  links: [13, LINK],
  status: [15, STATUS],
  flags: [16, flags],
}));
const SCOPE_SPANS = message(() => ({ scope: [1, SCOPE], spans: [2, SPAN], schemaUrl: [3, text] }));
const RESOURCE_SPANS = message(() => ({ resource: [1, RESOURCE], scopeSpans: [2, SCOPE_SPANS], schemaUrl: [3, text] }));

export function protoOfJson(payload: object): Uint8Array {
  const out = new ByteWriter();
  writeFields(out, { resourceSpans: [1, RESOURCE_SPANS] }, payload as Json);
  return out.finish();
}
