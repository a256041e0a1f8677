/** When a searched trace started. */
export type TimeWindow =
  | { readonly kind: 'last'; readonly ms: number }
  /** Nanoseconds since the Unix epoch; without an end it is now. */
  | { readonly kind: 'between'; readonly fromEpochNs: bigint; readonly toEpochNs: bigint | undefined };

/** Nanoseconds since the Unix epoch. */
export interface EpochRange {
  readonly fromEpochNs: bigint;
  readonly toEpochNs: bigint;
}

const NS_PER_MS = 1_000_000n;
/** Clocks of servers differ, and a span may be a moment ahead of this machine. */
const AHEAD_NS = 5_000_000_000n;

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);

/** The window as a range at the time `nowEpochMs`. */
export function rangeOf(window: TimeWindow, nowEpochMs: number): EpochRange {
  const now = BigInt(Math.trunc(nowEpochMs)) * NS_PER_MS;
  if (window.kind === 'last')
    return { fromEpochNs: now - BigInt(Math.round(window.ms)) * NS_PER_MS, toEpochNs: now + AHEAD_NS };
  return { fromEpochNs: window.fromEpochNs, toEpochNs: window.toEpochNs ?? now + AHEAD_NS };
}

/** Milliseconds of `15m`, `1h`, `2d`; `undefined` for anything else. `m` is minutes. */
export function parseLast(text: string): number | undefined {
  const match = /^(\d{1,6}(?:\.\d{1,3})?)(s|m|min|h|d|w)$/i.exec(text);
  const unitMs = UNIT_MS.get(match?.[2]?.toLowerCase() ?? '');
  const ms = match && unitMs !== undefined ? Number(match[1]) * unitMs : 0;
  return ms > 0 ? ms : undefined;
}

/**
 * A point in time as people type or paste it, in nanoseconds since the Unix epoch: `14:30`, `14:30:05` (the last time it was that late
 * here), `2026-11-25`, `2026-11-25T14:30`, with seconds, fraction and zone or not (then local), and epoch numbers of seconds,
 * milliseconds, microseconds or nanoseconds, told apart by their size.
 */
export function parseInstant(text: string, nowEpochMs: number): bigint | undefined {
  if (/^\d{9,19}$/.test(text)) return ofEpochNumber(BigInt(text));
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (clock) return ofClock(Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0), nowEpochMs);
  const match =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s?(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(text);
  if (!match) return undefined;
  const [, date, time = '00:00', fraction = '', zone = ''] = match;
  const colonZone = zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2').toUpperCase();
  const ms = Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}${colonZone}`);
  return Number.isNaN(ms) ? undefined : BigInt(ms) * NS_PER_MS + BigInt(fraction.padEnd(9, '0'));
}

/** 2001 to 2286 in seconds has ten digits; each unit below has three more. */
function ofEpochNumber(value: bigint): bigint {
  if (value < 100_000_000_000n) return value * 1_000_000_000n;
  if (value < 100_000_000_000_000n) return value * 1_000_000n;
  if (value < 100_000_000_000_000_000n) return value * 1000n;
  return value;
}

function ofClock(hours: number, minutes: number, seconds: number, nowEpochMs: number): bigint | undefined {
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const date = new Date(nowEpochMs);
  date.setHours(hours, minutes, seconds, 0);
  if (date.getTime() > nowEpochMs) date.setDate(date.getDate() - 1);
  return BigInt(date.getTime()) * NS_PER_MS;
}
