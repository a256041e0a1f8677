import { hexOf, type TraceId } from '../ids.ts';
import { Problem } from '../problem.ts';
import { ByteWriter } from './byteWriter.ts';
import type { DecodeLimits } from './limits.ts';
import { checkOutput, encodePlaces, NO_ENVELOPE, type Place } from './payloadPlaces.ts';
import { ProtoReader, WIRE_BYTES } from './protoReader.ts';
import { walkOtlp } from './walkOtlp.ts';

/** One trace's log records out of a payload, as they are stored. */
export interface LogChunk {
  readonly traceId: TraceId;
  /** OTLP LogsData with this trace's records only; resources, scopes and unknown fields kept as sent. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly records: number;
}

export interface SplitLogs {
  readonly chunks: readonly LogChunk[];
  /** All records found, kept or not. */
  readonly received: number;
  /** Records that belong to no trace. */
  readonly withoutTrace: number;
  /** Records that cannot be read. */
  readonly malformed: number;
}

/**
 * Splits OTLP logs (ExportLogsServiceRequest or LogsData) by trace; their framing has the same field numbers as that of traces.
 * Throws `malformed`, `too-many` or `too-large`.
 */
export function splitLogsByTrace(payload: Uint8Array, limits: DecodeLimits): SplitLogs {
  const reader = new ProtoReader(payload);
  const groups = new Map<TraceId, Place[]>();
  let received = 0;
  let withoutTrace = 0;
  let malformed = 0;
  let resource = NO_ENVELOPE;
  let scope = NO_ENVELOPE;
  walkOtlp(payload, {
    resource(envelope) {
      resource = envelope;
    },
    scope(envelope) {
      scope = envelope;
    },
    span(start, end) {
      if (++received > limits.maxSpans)
        throw new Problem('too-many', `The payload has more than ${limits.maxSpans.toLocaleString('en')} log records.`);
      const traceId = readTraceId(reader, start, end);
      if (traceId === 'malformed') malformed++;
      else if (traceId === undefined) withoutTrace++;
      else {
        const places = groups.get(traceId);
        const place = { resource, scope, start, end };
        if (places) places.push(place);
        else groups.set(traceId, [place]);
      }
    },
  });
  checkOutput([...groups.values()], limits);
  const writer = new ByteWriter(4096);
  return {
    chunks: Array.from(groups, ([traceId, places]) => ({
      traceId,
      bytes: encodePlaces(payload, places, writer),
      records: places.length,
    })),
    received,
    withoutTrace,
    malformed,
  };
}

/** LogRecord: trace_id = 9. */
function readTraceId(reader: ProtoReader, start: number, end: number): TraceId | 'malformed' | undefined {
  let at = -1;
  try {
    reader.enter(start, end);
    while (reader.next())
      if (reader.field === 9 && reader.wire === WIRE_BYTES) at = reader.stop - reader.start === 16 ? reader.start : -1;
  } catch (thrown) {
    if (thrown instanceof Problem) return 'malformed';
    throw thrown;
  }
  if (at < 0) return undefined;
  const text = hexOf(reader.bytes, at, at + 16);
  return /^0+$/.test(text) ? undefined : (text as TraceId);
}
