import { RECEIVER_LIMITS } from '../core/formats/limits.ts';
import { otlpJsonToProto } from '../core/formats/otlpJson.ts';
import type { OtlpEncoding } from './receiver/encodingOfContentType.ts';
import type { Payload } from './store/ingest.ts';

/** A request's body in the form everything is kept in. Throws a Problem. */
export function decodePayload(encoding: OtlpEncoding, bytes: Uint8Array): Payload {
  if (encoding === 'protobuf') return { protobuf: bytes, rejected: [] };
  const transcoded = otlpJsonToProto(bytes, RECEIVER_LIMITS);
  return { protobuf: transcoded.bytes, rejected: transcoded.rejected };
}
