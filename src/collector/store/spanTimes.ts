/** The last nanosecond that fits SQLite's int64: in April 2262. */
const MAX_TIME_NS = 2n ** 63n - 1n;

export interface SpanTimes {
  /** 0 when the span has no time at all. */
  readonly startEpochNs: bigint;
  /** Never before the start. */
  readonly endEpochNs: bigint;
  /** Undefined when a time is missing or the end lies before the start: how long it took is not known then. */
  readonly durationNs: number | undefined;
}

/** Times that can be compared and stored, from those a span was sent with (0 is protobuf's "not set"). */
export function spanTimes(sentStartNs: bigint, sentEndNs: bigint): SpanTimes {
  const startEpochNs = heldBack(sentStartNs === 0n ? sentEndNs : sentStartNs);
  const endEpochNs = heldBack(sentEndNs);
  const isKnown = sentStartNs !== 0n && sentEndNs >= sentStartNs;
  return {
    startEpochNs,
    endEpochNs: endEpochNs < startEpochNs ? startEpochNs : endEpochNs,
    durationNs: isKnown ? exactNs(endEpochNs - startEpochNs) : undefined,
  };
}

/** A difference of times as a number; from 104 days on it stays at the last one that doubles carry exactly. */
export function exactNs(durationNs: bigint): number {
  return Math.min(Number(durationNs), Number.MAX_SAFE_INTEGER);
}

function heldBack(epochNs: bigint): bigint {
  return epochNs > MAX_TIME_NS ? MAX_TIME_NS : epochNs;
}
