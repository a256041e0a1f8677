const SMALL_UNITS = [
  { unitNs: 1, name: 'ns' },
  { unitNs: 1e3, name: 'µs' },
  { unitNs: 1e6, name: 'ms' },
  { unitNs: 1e9, name: 's' },
] as const;

/**
 * A length of time for people, three significant digits: `850 ns`, `1.25 ms`, `2 min 5 s`, `3 h 12 min`, `2 d 4 h`.
 * A longer time never reads as a shorter one.
 */
export function formatDuration(durationNs: number): string {
  if (!Number.isFinite(durationNs)) return 'unknown';
  if (durationNs < 0) return `-${formatDuration(-durationNs)}`;
  for (const { unitNs, name } of SMALL_UNITS) {
    const text = threeDigits(durationNs / unitNs);
    if (Number(text) < (unitNs === 1e9 ? 60 : 1000)) return `${text} ${name}`;
  }
  const seconds = Math.round(durationNs / 1e9);
  if (seconds < 3600) return twoUnits(seconds, 60, 'min', 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return twoUnits(minutes, 60, 'h', 'min');
  return twoUnits(Math.round(minutes / 60), 24, 'd', 'h');
}

function threeDigits(value: number): string {
  const decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return String(Number(value.toFixed(decimals)));
}

function twoUnits(total: number, base: number, big: string, small: string): string {
  const rest = total % base;
  return rest === 0 ? `${Math.floor(total / base)} ${big}` : `${Math.floor(total / base)} ${big} ${rest} ${small}`;
}

/**
 * Labels for a ruler whose ticks lie `stepNs` apart and end at `maxNs`: one unit for all of them, and as many decimals as
 * tell two neighbours apart.
 */
export function tickLabels(stepNs: number, maxNs: number): (offsetNs: number) => string {
  if (maxNs >= 60e9) return (offsetNs) => clockLabel(offsetNs, stepNs);
  let unit: (typeof SMALL_UNITS)[number] = SMALL_UNITS[0];
  for (const candidate of SMALL_UNITS) if (maxNs >= candidate.unitNs) unit = candidate;
  const decimals = decimalsOf(stepNs / unit.unitNs);
  return (offsetNs) => (offsetNs === 0 ? '0' : `${(offsetNs / unit.unitNs).toFixed(decimals)} ${unit.name}`);
}

/** `1m 30s`, `2h 05m`, `1d 06h`; seconds carry the decimals. */
function clockLabel(offsetNs: number, stepNs: number): string {
  if (offsetNs === 0) return '0';
  const decimals = decimalsOf(stepNs / 1e9);
  const factor = 10 ** decimals;
  const total = Math.round((offsetNs / 1e9) * factor) / factor;
  const days = Math.floor(total / 86_400);
  const hours = Math.floor(total / 3600) % 24;
  const minutes = Math.floor(total / 60) % 60;
  const seconds = total % 60;
  const parts: string[] = [];
  if (days > 0) parts.push(`${days}d`);
  if (hours > 0) parts.push(`${hours}h`);
  if (minutes > 0) parts.push(`${minutes}m`);
  if (stepNs < 60e9 && (seconds > 0 || parts.length === 0)) parts.push(`${seconds.toFixed(decimals)}s`);
  return parts.join(' ');
}

function decimalsOf(step: number): number {
  return Math.min(9, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
}

/**
 * `2026-01-01 00:00:00.123 UTC` from decimal nanoseconds since the epoch, with micro- and nanoseconds when there are any; text that
 * is no number comes back as it is.
 */
export function formatEpoch(epochNs: string): string {
  if (!/^-?\d{1,25}$/.test(epochNs)) return epochNs;
  const ns = BigInt(epochNs);
  const fraction = ((ns % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const date = new Date(Number((ns - fraction) / 1_000_000n));
  if (Number.isNaN(date.getTime())) return epochNs;
  return `${date.toISOString().slice(0, -5).replace('T', ' ')}.${String(fraction)
    .padStart(9, '0')
    .replace(/(000){1,2}$/, '')} UTC`;
}
