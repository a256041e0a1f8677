import { RECEIVER_LIMITS } from '../core/formats/limits.ts';
import { otlpLogsJsonToProto } from '../core/formats/otlpLogsJson.ts';
import type { OtlpEncoding } from './receiver/encodingOfContentType.ts';
import type { Payload } from './store/ingest.ts';

/** The same as `decodePayload` for logs. Throws a Problem. */
export function decodeLogs(encoding: OtlpEncoding, bytes: Uint8Array): Payload {
  if (encoding === 'protobuf') return { signal: 'logs', protobuf: bytes, rejected: [] };
  const transcoded = otlpLogsJsonToProto(bytes, RECEIVER_LIMITS);
  const { malformed } = transcoded;
  return {
    signal: 'logs',
    protobuf: transcoded.bytes,
    rejected: malformed > 0 ? [{ reason: 'malformed-span', count: malformed }] : [],
  };
}
