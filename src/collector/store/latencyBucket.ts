/** A stretch of time whose calls of one code site are summed up together. */
export interface LatencyBucket {
  /** The first of its minutes, counted from the Unix epoch. */
  readonly minute: number;
  /** How long it is. */
  readonly minutes: BucketMinutes;
}

export type BucketMinutes = 1 | 60;

const NS_PER_MINUTE = 60_000_000_000n;
const MS_PER_MINUTE = 60_000;
/** How long minutes are kept apart: the lenses look back an hour unless told otherwise, and then a minute more is all they see too much. */
const MINUTES_APART = 180;

/** Minutes that began before this one are summed up by the hour. */
export function firstMinuteApart(nowMs: number): number {
  return Math.floor(nowMs / MS_PER_MINUTE) - MINUTES_APART;
}

export function minuteOf(epochNs: bigint): number {
  return Number(epochNs / NS_PER_MINUTE);
}

export function bucketOf(startEpochNs: bigint, firstApart: number): LatencyBucket {
  const minute = minuteOf(startEpochNs);
  return minute < firstApart ? hourOf(minute) : { minute, minutes: 1 };
}

/** The hour around a minute. */
export function hourOf(minute: number): LatencyBucket {
  return { minute: minute - (minute % 60), minutes: 60 };
}

/** A bucket as a number, for maps. */
export function bucketKey({ minute, minutes }: LatencyBucket): number {
  return minute * 2 + (minutes === 1 ? 0 : 1);
}

export function bucketOfKey(key: number): LatencyBucket {
  return { minute: Math.floor(key / 2), minutes: key % 2 === 0 ? 1 : 60 };
}
