import type { Attribute } from './attribute.ts';

/** A log record that was written while a span ran. Untrusted text. */
export interface SpanLog {
  /** Decimal nanoseconds since the Unix epoch: when it was written, or else when it was observed. */
  readonly epochNs: string;
  /** As sent: `ERROR`, `warn`; empty when the record has none. */
  readonly severity: string;
  /** OTLP's severity number, 0 when the record has none: 17 and up are errors, 13 to 16 warnings. */
  readonly severityNumber: number;
  readonly body: string;
  readonly attributes: readonly Attribute[];
}

/** More than anybody reads under one span; the first ones tell how it began. */
export const MAX_SPAN_LOGS = 500;
