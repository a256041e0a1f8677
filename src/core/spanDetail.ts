import { spanIdOf, type Trace } from './assemble.ts';
import type { Attribute } from './attribute.ts';
import { decodeAttribute, textOf } from './formats/anyValue.ts';
import { ProtoReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from './formats/protoReader.ts';
import { resourceAttributes } from './formats/resource.ts';
import { bigIntOf } from './formats/unixNano.ts';
import type { ByteRange } from './formats/walkOtlp.ts';
import { hexOf, parseSpanId, parseTraceId } from './ids.ts';
import { Problem } from './problem.ts';
import {
  SPAN_KINDS,
  SPAN_REPAIRS,
  SPAN_STATUSES,
  type Scope,
  type SpanDetail,
  type SpanEvent,
  type SpanLink,
} from './span.ts';
import { KIND_MASK } from './trace.ts';

/** Decodes everything that one row of a trace holds. Throws `not-found` for a row outside the trace. */
export function spanDetail(trace: Trace, row: number): SpanDetail {
  const { columns, header, material } = trace;
  if (!Number.isInteger(row) || row < 0 || row >= columns.count)
    throw new Problem('not-found', `The trace has no row ${row}; it has ${columns.count}.`);
  const span = trace.source[row]!;
  const { rows } = material;
  const bytes = material.payloads[rows.payload.view()[span]!]!;
  const startEpochNs = bigIntOf(rows.startHigh.view()[span]!, rows.startLow.view()[span]!);
  const body = readBody(bytes, rows.start.view()[span]!, rows.end.view()[span]!, BigInt(header.startEpochNs));
  return {
    row,
    traceId: header.traceId,
    spanId: spanIdOf(rows, span),
    parentSpanId: parentIdOf(rows.parentHigh.view()[span]!, rows.parentLow.view()[span]!),
    name: header.names[columns.name[row]!]!,
    service: header.services[columns.service[row]!]!,
    kind: SPAN_KINDS[columns.flags[row]! & KIND_MASK]!,
    startEpochNs: String(startEpochNs),
    endEpochNs: String(bigIntOf(rows.endHigh.view()[span]!, rows.endLow.view()[span]!)),
    startNs: columns.startNs[row]!,
    durationNs: columns.durationNs[row]!,
    selfNs: trace.selfNs[row]!,
    ...body,
    resource: resourceAttributes(bytes, material.resources[rows.resource.view()[span]!]),
    scope: scopeOf(bytes, material.scopes[rows.scope.view()[span]!]),
    repairs: SPAN_REPAIRS.filter((_, index) => trace.repairs[row]! & (1 << index)),
  };
}

function parentIdOf(high: number, low: number): SpanDetail['parentSpanId'] {
  return parseSpanId(high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0'));
}

type Body = Pick<SpanDetail, 'status' | 'statusMessage' | 'traceState' | 'attributes' | 'events' | 'links'>;

/** The parts of a Span message that columns do not hold: trace_state 3, attributes 9, events 11, links 13, status 15. */
function readBody(bytes: Uint8Array, start: number, end: number, traceEpochNs: bigint): Body {
  const reader = new ProtoReader(bytes).enter(start, end);
  const attributes: Attribute[] = [];
  const events: SpanEvent[] = [];
  const links: SpanLink[] = [];
  let traceState = '';
  let status: Body['status'] = 'unset';
  let statusMessage = '';
  while (reader.next()) {
    if (reader.wire !== WIRE_BYTES) continue;
    const { start: from, stop: to } = reader;
    if (reader.field === 3) traceState = textOf(bytes, from, to);
    else if (reader.field === 9) attributes.push(attributeOrMark(bytes, from, to));
    else if (reader.field === 11) events.push(readEvent(bytes, from, to, traceEpochNs));
    else if (reader.field === 13) {
      const link = readLink(bytes, from, to);
      if (link) links.push(link);
    } else if (reader.field === 15) {
      const inner = new ProtoReader(bytes).enter(from, to);
      while (inner.next()) {
        if (inner.field === 2 && inner.wire === WIRE_BYTES) statusMessage = textOf(bytes, inner.start, inner.stop);
        else if (inner.field === 3 && inner.wire === WIRE_VARINT) status = SPAN_STATUSES[inner.low] ?? 'unset';
      }
    }
  }
  return { status, statusMessage, traceState, attributes, events, links };
}

/** An attribute whose insides cannot be read is shown as such instead of hiding the others. */
function attributeOrMark(bytes: Uint8Array, start: number, end: number): Attribute {
  try {
    return decodeAttribute(bytes, start, end);
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    return { key: '(malformed attribute)', value: { type: 'empty' } };
  }
}

function readEvent(bytes: Uint8Array, start: number, end: number, traceEpochNs: bigint): SpanEvent {
  const reader = new ProtoReader(bytes).enter(start, end);
  let name = '';
  let epochNs = 0n;
  const attributes: Attribute[] = [];
  while (reader.next()) {
    if (reader.field === 1 && reader.wire === WIRE_FIXED64) epochNs = bigIntOf(reader.high, reader.low);
    else if (reader.field === 2 && reader.wire === WIRE_BYTES) name = textOf(bytes, reader.start, reader.stop);
    else if (reader.field === 3 && reader.wire === WIRE_BYTES)
      attributes.push(attributeOrMark(bytes, reader.start, reader.stop));
  }
  return { name, offsetNs: Number(epochNs - traceEpochNs), attributes };
}

/** A link without two whole IDs points nowhere and is left out. */
function readLink(bytes: Uint8Array, start: number, end: number): SpanLink | undefined {
  const reader = new ProtoReader(bytes).enter(start, end);
  let traceId: SpanLink['traceId'] | undefined;
  let spanId: SpanLink['spanId'] | undefined;
  const attributes: Attribute[] = [];
  while (reader.next()) {
    if (reader.wire !== WIRE_BYTES) continue;
    if (reader.field === 1)
      traceId = parseTraceId(hexOf(bytes, reader.start, Math.min(reader.stop, reader.start + 17)));
    else if (reader.field === 2)
      spanId = parseSpanId(hexOf(bytes, reader.start, Math.min(reader.stop, reader.start + 9)));
    else if (reader.field === 4) attributes.push(attributeOrMark(bytes, reader.start, reader.stop));
  }
  return traceId && spanId ? { traceId, spanId, attributes } : undefined;
}

/** InstrumentationScope: name 1, version 2, attributes 3. */
function scopeOf(bytes: Uint8Array, range: ByteRange | undefined): Scope {
  const reader = new ProtoReader(bytes).enter(range?.start ?? 0, range?.end ?? 0);
  let name = '';
  let version = '';
  const attributes: Attribute[] = [];
  while (reader.next()) {
    if (reader.wire !== WIRE_BYTES) continue;
    if (reader.field === 1) name = textOf(bytes, reader.start, reader.stop);
    else if (reader.field === 2) version = textOf(bytes, reader.start, reader.stop);
    else if (reader.field === 3) attributes.push(attributeOrMark(bytes, reader.start, reader.stop));
  }
  return { name, version, attributes };
}
