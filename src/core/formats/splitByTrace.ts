import type { Attribute } from '../attribute.ts';
import { codeRefOf } from '../codeAttributes.ts';
import type { CodeRef } from '../codeRef.ts';
import { hexOf, type SpanId, type TraceId } from '../ids.ts';
import { Problem } from '../problem.ts';
import type { RejectedCount, RejectReason, SpanRef } from '../protocol.ts';
import { decodeAttribute, textOf } from './anyValue.ts';
import { ByteWriter } from './byteWriter.ts';
import { contentHash } from './contentHash.ts';
import type { DecodeLimits } from './limits.ts';
import { linksOf } from './linksOf.ts';
import { serviceOf } from './resource.ts';
import { SpanFields } from './spanFields.ts';
import type { SpanHead } from './spanHead.ts';
import { walkOtlp, type Envelope } from './walkOtlp.ts';

/** One trace's part of a payload, as it is stored. */
export interface TraceChunk {
  readonly traceId: TraceId;
  /** OTLP TracesData with this trace's accepted spans only; resources, scopes and unknown fields kept as sent. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly spans: readonly SpanHead[];
}

export interface SplitPayload {
  readonly chunks: readonly TraceChunk[];
  /** All spans found, kept or not. */
  readonly received: number;
  readonly rejected: readonly RejectedCount[];
}

interface Place {
  readonly resource: Envelope;
  readonly scope: Envelope;
  readonly start: number;
  readonly end: number;
}

interface Group {
  readonly heads: SpanHead[];
  readonly places: Place[];
}

const EMPTY: Envelope = { message: undefined, fields: [] };

/**
 * Splits an OTLP protobuf payload by trace. `accept` is asked once for every valid span, in order; a refused one is in no chunk
 * and the caller counts it. Spans that cannot be kept are counted by reason. Throws `malformed`, `too-many` or `too-large`.
 */
export function splitByTrace(
  payload: Uint8Array,
  limits: DecodeLimits,
  accept: (head: SpanHead) => boolean,
): SplitPayload {
  const fields = new SpanFields(payload);
  const groups = new Map<TraceId, Group>();
  const rejected = new Map<RejectReason, number>();
  let received = 0;
  let resource = EMPTY;
  let scope = EMPTY;
  let service = '';

  walkOtlp(payload, {
    resource(envelope) {
      resource = envelope;
      service = serviceOf(payload, envelope.message);
    },
    scope(envelope) {
      scope = envelope;
    },
    span(start, end) {
      if (++received > limits.maxSpans)
        throw new Problem('too-many', `The payload has more than ${limits.maxSpans.toLocaleString('en')} spans.`);
      const head = readHead(payload, fields, service, start, end);
      if (typeof head === 'string') {
        rejected.set(head, (rejected.get(head) ?? 0) + 1);
        return;
      }
      if (!accept(head)) return;
      let group = groups.get(head.traceId);
      if (!group) groups.set(head.traceId, (group = { heads: [], places: [] }));
      group.heads.push(head);
      group.places.push({ resource, scope, start, end });
    },
  });

  checkOutput(groups, limits);
  return {
    chunks: Array.from(groups, ([traceId, group]) => ({
      traceId,
      bytes: encode(payload, group.places),
      spans: group.heads,
    })),
    received,
    rejected: Array.from(rejected, ([reason, count]) => ({ reason, count })),
  };
}

function readHead(
  payload: Uint8Array,
  fields: SpanFields,
  service: string,
  start: number,
  end: number,
): SpanHead | RejectReason {
  const reason = fields.read(start, end);
  if (reason) return reason;
  let code: CodeRef | undefined;
  let links: readonly SpanRef[] | undefined;
  try {
    if (fields.links) links = linksOf(payload, start, end);
    if (fields.codeAttributes.length > 0) code = codeRefOf(decodeRanges(payload, fields.codeAttributes));
  } catch (thrown) {
    if (thrown instanceof Problem) return 'malformed-span';
    throw thrown;
  }
  return {
    traceId: hexOf(payload, fields.traceIdAt, fields.traceIdAt + 16) as TraceId,
    spanId: hexOf(payload, fields.spanIdAt, fields.spanIdAt + 8) as SpanId,
    parentSpanId:
      fields.parentIdAt < 0 ? undefined : (hexOf(payload, fields.parentIdAt, fields.parentIdAt + 8) as SpanId),
    service,
    name: textOf(payload, fields.nameStart, fields.nameEnd),
    kind: fields.kind,
    error: fields.error,
    startEpochNs: (BigInt(fields.startHigh) << 32n) | BigInt(fields.startLow),
    endEpochNs: (BigInt(fields.endHigh) << 32n) | BigInt(fields.endLow),
    contentHash: contentHash(payload, start, end),
    code,
    links,
  };
}

function decodeRanges(payload: Uint8Array, ranges: readonly number[]): readonly Attribute[] {
  const attributes: Attribute[] = [];
  for (let i = 0; i < ranges.length; i += 2) attributes.push(decodeAttribute(payload, ranges[i]!, ranges[i + 1]!));
  return attributes;
}

/** Adds up what {@link encode} will write, before it is written. */
function checkOutput(groups: ReadonlyMap<TraceId, Group>, { maxOutputBytes }: DecodeLimits): void {
  let bytes = 0;
  for (const { places } of groups.values()) {
    let before: Place | undefined;
    for (const place of places) {
      bytes += place.end - place.start;
      if (place.resource !== before?.resource) bytes += bytesOf(place.resource);
      if (place.scope !== before?.scope) bytes += bytesOf(place.scope);
      before = place;
    }
    if (bytes > maxOutputBytes)
      throw new Problem(
        'too-large',
        'The payload has a large resource and many traces: stored apart they would take more than it may. Send fewer traces at a time.',
      );
  }
}

function bytesOf({ fields }: Envelope): number {
  return fields.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** ResourceSpans { fields, ScopeSpans { fields, spans } }, nested again wherever the resource or scope changes. */
function encode(payload: Uint8Array, places: readonly Place[]): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(4096);
  let resource: Envelope | undefined;
  let scope: Envelope | undefined;
  let resourceAt = 0;
  let scopeAt = 0;
  for (const place of places) {
    if (place.resource !== resource || place.scope !== scope) {
      if (scope) writer.end(scopeAt);
      if (resource && place.resource !== resource) writer.end(resourceAt);
      if (place.resource !== resource) {
        resource = place.resource;
        resourceAt = writer.begin(1);
        for (const field of resource.fields) writer.raw(payload, field.start, field.end);
      }
      scope = place.scope;
      scopeAt = writer.begin(2);
      for (const field of scope.fields) writer.raw(payload, field.start, field.end);
    }
    writer.bytes(2, payload, place.start, place.end);
  }
  if (scope) writer.end(scopeAt);
  if (resource) writer.end(resourceAt);
  return writer.finish();
}
