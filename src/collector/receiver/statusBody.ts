import { ByteWriter } from '../../core/formats/byteWriter.ts';
import type { OtlpEncoding } from './encodingOfContentType.ts';

/** google.rpc.Code for the HTTP statuses we send. */
const RPC_CODES = new Map([
  [400, 3], // INVALID_ARGUMENT
  [401, 16], // UNAUTHENTICATED
  [403, 7], // PERMISSION_DENIED
  [404, 12], // UNIMPLEMENTED
  [405, 12],
  [408, 4], // DEADLINE_EXCEEDED
  [413, 8], // RESOURCE_EXHAUSTED
  [415, 3],
  [421, 7],
  [429, 8],
  [431, 8],
  [503, 14], // UNAVAILABLE
]);
const RPC_INTERNAL = 13;

/** A google.rpc.Status, which OTLP wants as the body of every error, in the request's encoding. */
export function statusBody(encoding: OtlpEncoding, httpStatus: number, message: string): Uint8Array {
  const code = RPC_CODES.get(httpStatus) ?? RPC_INTERNAL;
  if (encoding === 'json') return Buffer.from(JSON.stringify({ code, message }));
  const writer = new ByteWriter(256);
  writer.varint(1, code);
  writer.string(2, message);
  return writer.finish();
}
