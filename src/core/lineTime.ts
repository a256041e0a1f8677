import type { EpochRange } from './timeWindow.ts';

/** What is past this in a line is not looked at. */
const MAX_LINE_CHARS = 4096;
const NS_PER_MS = 1_000_000n;
const HOUR_MS = 3_600_000;
/** A line is written while its trace runs, or soon after; long jobs run for hours. */
const AROUND_MS = HOUR_MS;
/** Without a zone it may be any: from UTC-12 to UTC+14. */
const ANY_ZONE_MS = 15 * HOUR_MS;

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

interface Reading {
  readonly epochMs: number;
  readonly zoned: boolean;
}

type Reader = (match: RegExpExecArray, nowEpochMs: number) => Reading | undefined;

/** Top-down; each pattern is linear in the line. */
const FORMS: readonly (readonly [RegExp, Reader])[] = [
  // ISO 8601 and its relatives with slashes or a space, comma or point before the fraction.
  [
    /(?<!\d)(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?\s?(Z|[+-]\d{2}:?\d{2})?/,
    ([, year, month, day, hour, minute, second, fraction, zone]) =>
      ofDate(`${year}-${month}-${day}`, `${hour}:${minute}:${second}`, fraction, zone),
  ],
  // Web servers' common log format: 25/Nov/2026:10:00:00 +0000
  [
    /(?<!\d)(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{4})/,
    ([, day, month, year, time, zone]) => {
      const number = monthOf(month!);
      return number === undefined ? undefined : ofDate(`${year}-${number}-${day}`, time!, undefined, zone);
    },
  ],
  // A field of epoch time: "time":1700000000000, ts=1700000000.123, "timeUnixNano":"1700000000000000000"
  [
    /(?:time|timestamp|ts|@t|timeUnixNano|epoch)["']?\s?[:=]\s?["']?(\d{10}(?:\d{3}){0,3})(?:\.(\d{1,9}))?(?!\d)/i,
    ([, digits, fraction]) => ofEpoch(digits!, fraction),
  ],
  // syslog: Nov 25 10:00:00, without a year
  [
    /(?:^|>|\s)([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}:\d{2}:\d{2})(?!\d)/,
    ([, month, day, time], nowEpochMs) => ofSyslog(month!, day!, time!, nowEpochMs),
  ],
];

/** When the trace of a log line may have run, by the line's own time; `undefined` when it has none that makes sense. */
export function timeOfLine(line: string, nowEpochMs: number): EpochRange | undefined {
  const text = line.slice(0, MAX_LINE_CHARS);
  for (const [pattern, read] of FORMS) {
    const match = pattern.exec(text);
    const reading = match && read(match, nowEpochMs);
    if (!reading || Number.isNaN(reading.epochMs)) continue;
    const aroundMs = BigInt(AROUND_MS + (reading.zoned ? 0 : ANY_ZONE_MS));
    const epochMs = BigInt(Math.trunc(reading.epochMs));
    return { fromEpochNs: (epochMs - aroundMs) * NS_PER_MS, toEpochNs: (epochMs + aroundMs) * NS_PER_MS };
  }
  return undefined;
}

/** Without a zone it is read as UTC, the middle of all zones. */
function ofDate(date: string, time: string, fraction = '', zone?: string): Reading {
  const colonZone = zone?.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2') ?? 'Z';
  return {
    epochMs: Date.parse(`${date}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}${colonZone}`),
    zoned: zone !== undefined,
  };
}

/** Seconds, milliseconds, microseconds or nanoseconds, told apart by the number of digits. */
function ofEpoch(digits: string, fraction = ''): Reading {
  return { epochMs: Number(`${digits}${fraction}`) / 10 ** (digits.length + fraction.length - 13), zoned: true };
}

/** The last such day: a line is not from the future. */
function ofSyslog(month: string, day: string, time: string, nowEpochMs: number): Reading | undefined {
  const number = monthOf(month);
  if (number === undefined) return undefined;
  const year = new Date(nowEpochMs).getUTCFullYear();
  const at = (year: number): Reading => ofDate(`${year}-${number}-${day.padStart(2, '0')}`, time);
  return at(year).epochMs > nowEpochMs + ANY_ZONE_MS ? at(year - 1) : at(year);
}

function monthOf(name: string): string | undefined {
  const index = MONTHS.indexOf(name.toLowerCase());
  return index < 0 ? undefined : String(index + 1).padStart(2, '0');
}
