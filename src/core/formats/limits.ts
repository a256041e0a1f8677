/** What a decoder accepts before it refuses the whole payload; each passed limit is a `too-many` or `too-large` Problem. */
export interface DecodeLimits {
  /** 5 million empty spans fit in 10 MB of protobuf (security.md T6): bytes alone bound nothing. */
  readonly maxSpans: number;
  /** Nesting of JSON containers; protobuf nests only in AnyValue, which has its own limit. */
  readonly maxDepth: number;
  /**
   * Of what a payload is rewritten to. Each trace's part repeats its resource: 100 KB of resource over 5,000 traces, a few KB of gzip,
   * would become 500 MB.
   */
  readonly maxOutputBytes: number;
}

/** For what arrives over the network: 100,000 spans are 200 full batches of an SDK. */
export const RECEIVER_LIMITS: DecodeLimits = { maxSpans: 100_000, maxDepth: 200, maxOutputBytes: 128 * 2 ** 20 };

/** For what the user opens: a few times the largest traces people report. */
export const FILE_LIMITS: DecodeLimits = { maxSpans: 5_000_000, maxDepth: 200, maxOutputBytes: 2 ** 31 };
