import { Problem } from '../core/problem.ts';
import { RECEIVER_LIMITS } from '../core/formats/limits.ts';
import { otlpJsonToProto } from '../core/formats/otlpJson.ts';
import { zipkinJsonToProto } from '../core/formats/zipkinJson.ts';
import type { PayloadEncoding } from './receiver/payloadEncoding.ts';
import type { Payload } from './store/ingest.ts';

/** A request's body in the form everything is kept in. Throws a Problem. */
export function decodePayload(encoding: PayloadEncoding, bytes: Uint8Array): Payload {
  if (encoding === 'protobuf') return { protobuf: bytes, rejected: [] };
  // Alone, a span is read from files; what is sent is a list (zipkin2-api.yaml), and OTLP at this address would be a span with nothing in it.
  if (encoding === 'zipkin-json' && !beginsAsList(bytes))
    throw new Problem('malformed', 'This is not what Zipkin reporters send: a JSON list of spans.');
  const toProto = encoding === 'json' ? otlpJsonToProto : zipkinJsonToProto;
  const transcoded = toProto(bytes, RECEIVER_LIMITS);
  return { protobuf: transcoded.bytes, rejected: transcoded.rejected };
}

function beginsAsList(json: Uint8Array): boolean {
  const first = json.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
  return first === 0x5b;
}
