import type { SpanId, TraceId } from '../ids.ts';
import type { TraceIdForm } from './traceIdHit.ts';

/** What a recogniser read out of one match. */
export interface ReadId {
  readonly traceId: TraceId;
  readonly spanId?: SpanId | undefined;
  readonly sampled?: boolean | undefined;
  readonly certain: boolean;
  /** When the match decides which of two forms it is. */
  readonly form?: TraceIdForm;
}

/** One row of protocols.md 4.1. */
export interface Recogniser {
  readonly form: TraceIdForm;
  /**
   * Flags `g` and `d`. Group `id` is what the hit covers. Only bounded quantifiers: each start position costs at most
   * the length of the pattern, so a line costs no more than its length times a constant.
   */
  readonly pattern: RegExp;
  /** `highHalf` is the line's `highHalfOf`. `undefined` leaves the text to the recognisers below. */
  readonly read: (
    groups: Readonly<Record<string, string | undefined>>,
    highHalf: string | undefined,
  ) => ReadId | undefined;
}
