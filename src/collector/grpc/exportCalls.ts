import type { TokenHeaders } from '../receiver/checkToken.ts';
import type { Signal } from '../receiver/signalOfPath.ts';
import type { GrpcFailure } from './grpcFailure.ts';

/** What the gRPC server asks of us for each call. An interface of plain data: the server is a bundle of its own. */
export interface ExportCalls {
  /** Before anything of the message is read; a failure ends the call. Otherwise it is to be followed by one {@link onRead}. */
  begin(shown: TokenHeaders): Promise<GrpcFailure | undefined>;
  /** The message is whole, or will never be: too large, broken gzip, cancelled, or too slow. */
  onRead(outcome: 'whole' | 'broken' | 'timeout'): void;
  /** The bytes of the response, or why there is none. Never rejects. */
  export(signal: Signal, bytes: Uint8Array): Promise<Uint8Array | GrpcFailure>;
}
