import type { ByteRange } from './formats/walkOtlp.ts';
import { U32List } from './u32List.ts';

/** A payload's resource or scope message, kept by range. */
export interface EnvelopeRef extends ByteRange {
  readonly payload: number;
}

/**
 * Spans as they arrived, one entry a span in every list. IDs and epoch times are two unsigned halves, so that nothing is rounded
 * and nothing is allocated; a parent of 0, 0 is none (an ID is never all zero).
 */
export class SpanRows {
  readonly trace = new U32List();
  readonly payload = new U32List();
  readonly start = new U32List();
  readonly end = new U32List();
  readonly resource = new U32List();
  readonly scope = new U32List();
  readonly idHigh = new U32List();
  readonly idLow = new U32List();
  readonly parentHigh = new U32List();
  readonly parentLow = new U32List();
  readonly startHigh = new U32List();
  readonly startLow = new U32List();
  readonly endHigh = new U32List();
  readonly endLow = new U32List();
  readonly service = new U32List();
  readonly name = new U32List();
  /** The bits of TraceColumns.flags. */
  readonly flags = new U32List();
}
