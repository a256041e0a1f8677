import { ByteWriter } from '../../core/formats/byteWriter.ts';
import type { Refusal } from '../receiver/refusal.ts';

const CODES = {
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  RESOURCE_EXHAUSTED: 8,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;

/** How a call ends that was not taken. Plain data, because it crosses between two bundles, where a class is not the same class. */
export interface GrpcFailure {
  readonly code: keyof typeof CODES;
  readonly message: string;
  /** A google.rpc.Status for the trailer `grpc-status-details-bin`, when there is more to say than the code. */
  readonly details: Uint8Array | undefined;
}

/**
 * A refusal in gRPC's words (opentelemetry-proto docs/specification.md "OTLP/gRPC Throttling"): UNAVAILABLE may be sent again in any case,
 * RESOURCE_EXHAUSTED only with a RetryInfo.
 */
export function grpcFailure(refusal: Refusal): GrpcFailure {
  const code = codeOf(refusal);
  // A header's text must be well-formed to be percent-encoded.
  const message = refusal.message.toWellFormed();
  const retryAfter = refusal.headers['Retry-After'];
  return { code, message, details: retryAfter === undefined ? undefined : retryDetails(code, message, retryAfter) };
}

function codeOf({ status, reason }: Refusal): keyof typeof CODES {
  switch (status) {
    case 400:
    case 415:
      return 'INVALID_ARGUMENT';
    case 401:
      return 'UNAUTHENTICATED';
    case 408:
      return 'DEADLINE_EXCEEDED';
    case 413:
      return 'RESOURCE_EXHAUSTED';
    case 503:
      return reason === 'memory' ? 'RESOURCE_EXHAUSTED' : 'UNAVAILABLE';
    default:
      return 'INTERNAL';
  }
}

/** Status { code = 1, message = 2, details = 3 Any { type_url = 1, value = 2 RetryInfo { retry_delay = 1 Duration { seconds = 1 } } } }. */
function retryDetails(code: keyof typeof CODES, message: string, seconds: string): Uint8Array {
  const writer = new ByteWriter(256);
  writer.varint(1, CODES[code]);
  writer.string(2, message);
  const any = writer.begin(3);
  writer.string(1, 'type.googleapis.com/google.rpc.RetryInfo');
  const retryInfo = writer.begin(2);
  const delay = writer.begin(1);
  writer.varint(1, Number(seconds));
  writer.end(delay);
  writer.end(retryInfo);
  writer.end(any);
  return writer.finish();
}
