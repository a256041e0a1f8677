import { Problem } from '../problem.ts';
import { textOf } from './anyValue.ts';
import { partialNote } from './partialNote.ts';
import type { Payloads } from './payloads.ts';
import { ProtoReader, WIRE_BYTES, WIRE_VARINT } from './protoReader.ts';

const PARTIAL = 1;

/**
 * The answer of Tempo's `GET /api/v2/traces/{id}` as protobuf: TraceByIDResponse { Trace trace = 1; metrics = 2; PartialStatus status = 3;
 * string message = 4 } (tempo pkg/tempopb/tempo.proto). Tempo's Trace has the bytes of OTLP's TracesData, so it is taken as it is.
 * A trace that Tempo does not have is an answer without spans. Throws `malformed`.
 */
export function tempoProtoToPayloads(bytes: Uint8Array): Payloads {
  const reader = new ProtoReader(bytes);
  const payloads: Uint8Array[] = [];
  let partial = false;
  let message = '';
  while (reader.next()) {
    if (reader.field === 1 && reader.wire === WIRE_BYTES) payloads.push(bytes.subarray(reader.start, reader.stop));
    else if (reader.field === 3 && reader.wire === WIRE_VARINT) partial = reader.high === 0 && reader.low === PARTIAL;
    else if (reader.field === 4 && reader.wire === WIRE_BYTES) message = textOf(bytes, reader.start, reader.stop);
  }
  return { payloads, rejected: [], notes: partial ? [partialNote(message)] : [] };
}

/** Whether the bytes are such an answer with spans in it: its Trace reads as TracesData, the whole does not. */
export function isTempoProto(bytes: Uint8Array, isTraces: (start: number, end: number) => boolean): boolean {
  const reader = new ProtoReader(bytes);
  let traces = 0;
  try {
    while (reader.next()) {
      if (reader.field === 1 && reader.wire === WIRE_BYTES) {
        if (!isTraces(reader.start, reader.stop)) return false;
        traces++;
      } else if (!(reader.wire === WIRE_BYTES && (reader.field === 2 || reader.field === 4)) && reader.field !== 3)
        return false;
    }
  } catch (thrown) {
    if (thrown instanceof Problem) return false;
    throw thrown;
  }
  return traces > 0;
}
