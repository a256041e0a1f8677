import type { RejectedCount } from '../protocol.ts';

/** What a file or an answer holds, in the one form that everything downstream reads. */
export interface Payloads {
  /** OTLP protobuf (TracesData), each on its own. */
  readonly payloads: readonly Uint8Array[];
  readonly rejected: readonly RejectedCount[];
  /** What else has to be known of the content, a sentence each: that it is only a part, what was left out. */
  readonly notes: readonly string[];
}
