import type { ReceiverLimits } from './receiverLimits.ts';

/** How a receiver is set up; what is left out is the safe way. */
export interface ReceiverOptions extends ReceiverLimits {
  /** Whether Zipkin's JSON is taken on `/api/v2/spans`; off by default. */
  readonly acceptZipkin?: boolean | undefined;
  /** The one address to listen on instead of 127.0.0.1 and ::1, such as `0.0.0.0`. Anything but loopback needs a token. */
  readonly host?: string | undefined;
  /** What every sender must then show, those on this machine too: behind a forwarded port strangers look local. */
  readonly token?: string | undefined;
}
