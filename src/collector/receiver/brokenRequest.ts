import type { RefusalReason } from './refusal.ts';

/** What Node's parser or timers gave up on, as the answer it gets. */
export interface BrokenRequest {
  readonly status: 400 | 408 | 413 | 431;
  readonly reason: RefusalReason;
  readonly message: string;
}

/** What Node adds to the errors of `clientError`. */
export interface ClientError extends Error {
  readonly code?: string;
  readonly rawPacket?: Uint8Array;
}

const HTTP2_PREFACE = 'PRI * HTTP/2.0';
const TLS_HANDSHAKE = 0x16;

export function brokenRequest(error: ClientError): BrokenRequest {
  const packet = error.rawPacket ?? new Uint8Array();
  if (packet[0] === TLS_HANDSHAKE)
    return {
      status: 400,
      reason: 'tls',
      message: 'This port speaks plain HTTP: use http:// instead of https:// in the exporter endpoint.',
    };
  if (Buffer.from(packet.subarray(0, HTTP2_PREFACE.length)).toString('latin1') === HTTP2_PREFACE)
    return {
      status: 400,
      reason: 'grpc',
      message:
        'This port speaks OTLP over HTTP/1.1, not gRPC: set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf, or send to the gRPC port (4317).',
    };
  switch (error.code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, reason: 'timeout', message: 'The request took too long to arrive.' };
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, reason: 'bad-http', message: 'The headers are larger than 16 KiB.' };
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return { status: 413, reason: 'bad-http', message: 'The chunk extensions are too long.' };
    default:
      return { status: 400, reason: 'bad-http', message: 'This is not an HTTP/1.1 request.' };
  }
}
