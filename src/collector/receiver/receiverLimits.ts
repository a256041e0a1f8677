export interface ReceiverLimits {
  /** Of one body, after inflation; also of what is sent before it. */
  readonly bodyBytes: number;
  /** Of all bodies held at once. */
  readonly inFlightBytes: number;
  /** For the request line and headers, from the connection on. */
  readonly headersMs: number;
  /** For a whole request. */
  readonly requestMs: number;
  /** How long an idle connection is kept. */
  readonly keepAliveMs: number;
  /** Per address family. */
  readonly connections: number;
}

export const RECEIVER_DEFAULTS: ReceiverLimits = {
  // opentelemetry-proto 1.11 recommends 64 MiB, after decompression.
  bodyBytes: 64 * 1024 * 1024,
  inFlightBytes: 256 * 1024 * 1024,
  headersMs: 10_000,
  requestMs: 30_000,
  // SDKs export every 5 s: a connection lives from one export to the next, with a margin.
  keepAliveMs: 60_000,
  // An idle connection costs about 7 kB (security.md T8), so this is 7 MB.
  connections: 1024,
};
