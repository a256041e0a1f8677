import { ProtoReader, WIRE_BYTES } from './protoReader.ts';

/** A message inside a payload: `bytes[start, end)`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The message around some spans: its own fields, and the whole fields that are not the spans. */
export interface Envelope {
  /** The Resource or InstrumentationScope message; undefined when it was not sent. */
  readonly message: ByteRange | undefined;
  /** Every field but the nested spans, tags included, to copy as they are (schema URLs and what we do not know). */
  readonly fields: readonly ByteRange[];
}

export interface OtlpVisitor {
  resource(envelope: Envelope): void;
  scope(envelope: Envelope): void;
  span(start: number, end: number): void;
}

const RESOURCE_SPANS = 1;
const SCOPE_SPANS = 2;
const SPANS = 2;

/**
 * Goes through an ExportTraceServiceRequest or TracesData (the same bytes) in order, each resource before its scopes and
 * each scope before its spans whatever the order of fields was. Throws `malformed` when the framing down to the spans is broken;
 * the insides of a span are the visitor's business, so one bad span does not cost the others.
 */
export function walkOtlp(bytes: Uint8Array, visitor: OtlpVisitor): void {
  const outer = new ProtoReader(bytes);
  const middle = new ProtoReader(bytes);
  const inner = new ProtoReader(bytes);
  while (outer.next()) {
    if (outer.field !== RESOURCE_SPANS || outer.wire !== WIRE_BYTES) continue;
    visitor.resource(envelopeOf(middle.enter(outer.start, outer.stop), SCOPE_SPANS));
    middle.enter(outer.start, outer.stop);
    while (middle.next()) {
      if (middle.field !== SCOPE_SPANS || middle.wire !== WIRE_BYTES) continue;
      visitor.scope(envelopeOf(inner.enter(middle.start, middle.stop), SPANS));
      inner.enter(middle.start, middle.stop);
      while (inner.next()) {
        if (inner.field === SPANS && inner.wire === WIRE_BYTES) visitor.span(inner.start, inner.stop);
      }
    }
  }
}

/** Resource and InstrumentationScope are both field 1; a repeated one overrides, as protobuf has it for our readers. */
function envelopeOf(reader: ProtoReader, nested: number): Envelope {
  let message: ByteRange | undefined;
  const fields: ByteRange[] = [];
  while (reader.next()) {
    if (reader.field === nested && reader.wire === WIRE_BYTES) continue;
    if (reader.field === 1 && reader.wire === WIRE_BYTES) message = { start: reader.start, end: reader.stop };
    const previous = fields.at(-1);
    if (previous?.end === reader.fieldStart)
      fields[fields.length - 1] = { start: previous.start, end: reader.position };
    else fields.push({ start: reader.fieldStart, end: reader.position });
  }
  return { message, fields };
}
