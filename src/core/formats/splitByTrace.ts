import type { CodeRef } from '../codeRef.ts';
import { hexOf, type SpanId, type TraceId } from '../ids.ts';
import { Problem } from '../problem.ts';
import type { RejectedCount, RejectReason, SpanRef } from '../protocol.ts';
import { textOf } from './anyValue.ts';
import { ByteWriter } from './byteWriter.ts';
import { CodeRefCache } from './codeRefCache.ts';
import { contentHash } from './contentHash.ts';
import type { DecodeLimits } from './limits.ts';
import { linksOf } from './linksOf.ts';
import { checkOutput, encodePlaces, NO_ENVELOPE, type Place } from './payloadPlaces.ts';
import { serviceOf, type ServiceResource } from './resource.ts';
import { SpanFields } from './spanFields.ts';
import type { SpanHead } from './spanHead.ts';
import { walkOtlp } from './walkOtlp.ts';

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

const encoder = new TextEncoder();

/** The same bytes from two services are two spans: the hash of a span begins with that of its service. */
interface Service {
  readonly name: string;
  readonly version: string | undefined;
  readonly hash: number;
}

interface Group {
  readonly heads: SpanHead[];
  readonly places: Place[];
}

/**
 * Splits an OTLP protobuf payload by trace. `accept` is asked once for every valid span, in order; a refused one is in no chunk
 * and the caller counts it. Spans that cannot be kept are counted by reason. Throws `malformed`, `too-many` or `too-large`.
 */
export function splitByTrace(
  payload: Uint8Array,
  limits: DecodeLimits,
  accept: (head: SpanHead) => boolean,
  codeRefs = new CodeRefCache(),
): SplitPayload {
  const fields = new SpanFields(payload);
  const groups = new Map<TraceId, Group>();
  const rejected = new Map<RejectReason, number>();
  let received = 0;
  let resource = NO_ENVELOPE;
  let scope = NO_ENVELOPE;
  let service = serviceNamed({ name: '', version: undefined });

  walkOtlp(payload, {
    resource(envelope) {
      resource = envelope;
      service = serviceNamed(serviceOf(payload, envelope.message));
    },
    scope(envelope) {
      scope = envelope;
    },
    span(start, end) {
      if (++received > limits.maxSpans)
        throw new Problem('too-many', `The payload has more than ${limits.maxSpans.toLocaleString('en')} spans.`);
      const head = readHead(payload, fields, service, codeRefs, start, end);
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

  checkOutput(
    Array.from(groups.values(), ({ places }) => places),
    limits,
  );
  const writer = new ByteWriter(4096);
  return {
    chunks: Array.from(groups, ([traceId, group]) => ({
      traceId,
      bytes: encodePlaces(payload, group.places, writer),
      spans: group.heads,
    })),
    received,
    rejected: Array.from(rejected, ([reason, count]) => ({ reason, count })),
  };
}

function serviceNamed({ name, version }: ServiceResource): Service {
  const bytes = encoder.encode(name);
  return { name, version, hash: contentHash(bytes, 0, bytes.length) };
}

function readHead(
  payload: Uint8Array,
  fields: SpanFields,
  service: Service,
  codeRefs: CodeRefCache,
  start: number,
  end: number,
): SpanHead | RejectReason {
  const reason = fields.read(start, end);
  if (reason) return reason;
  let code: CodeRef | undefined;
  let links: readonly SpanRef[] | undefined;
  try {
    if (fields.links) links = linksOf(payload, start, end);
    if (fields.codeAttributes.length > 0) code = codeRefs.of(payload, fields.codeAttributes);
  } catch (thrown) {
    if (thrown instanceof Problem) return 'malformed-span';
    throw thrown;
  }
  return {
    traceId: hexOf(payload, fields.traceIdAt, fields.traceIdAt + 16) as TraceId,
    spanId: hexOf(payload, fields.spanIdAt, fields.spanIdAt + 8) as SpanId,
    parentSpanId:
      fields.parentIdAt < 0 ? undefined : (hexOf(payload, fields.parentIdAt, fields.parentIdAt + 8) as SpanId),
    service: service.name,
    serviceVersion: service.version,
    name: textOf(payload, fields.nameStart, fields.nameEnd),
    kind: fields.kind,
    error: fields.error,
    startEpochNs: (BigInt(fields.startHigh) << 32n) | BigInt(fields.startLow),
    endEpochNs: (BigInt(fields.endHigh) << 32n) | BigInt(fields.endLow),
    contentHash: contentHash(payload, start, end, service.hash),
    code,
    links,
  };
}
