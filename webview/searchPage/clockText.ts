const DAY_MS = 86_400_000;
const dayAndMonth = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });

/** Local time as exact as moments `stepMs` apart need it: `14:05`, `14:05:30`, `14:05:30.250`; the day when the step is one, or at midnight. */
export function clockText(epochMs: number, stepMs: number): string {
  const date = new Date(epochMs);
  if (Number.isNaN(date.getTime())) return '';
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()];
  if (stepMs >= DAY_MS) return dayAndMonth.format(date);
  if (stepMs >= 60_000 && hours === 0 && minutes === 0) return dayAndMonth.format(date);
  const text = `${two(hours)}:${two(minutes)}`;
  if (stepMs >= 60_000) return text;
  const withSeconds = `${text}:${two(seconds)}`;
  return stepMs >= 1000 ? withSeconds : `${withSeconds}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** `Nov 25, 14:05`. */
export function momentText(epochMs: number): string {
  const date = new Date(epochMs);
  if (Number.isNaN(date.getTime())) return '';
  return `${dayAndMonth.format(date)}, ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `Wed, Nov 25, 2026, 14:05:30.250` with the zone, for tooltips. */
export function exactTime(epochMs: number): string {
  const date = new Date(epochMs);
  if (Number.isNaN(date.getTime())) return '';
  const day = date.toLocaleDateString('en', { weekday: 'short', month: 'short', day: 'numeric', year: 'numeric' });
  const offset = -date.getTimezoneOffset();
  const zone = `UTC${offset < 0 ? '−' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  return `${day}, ${clockText(epochMs, 1)} ${zone}`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
