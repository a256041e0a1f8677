import { goString } from './goString.ts';

/*
 * Text in PromQL: strings are Go's (double quotes), names outside of the old alphabet stand in quotes as well (UTF-8 names, Prometheus 3).
 */

/** The name of a label as it stands in a selector or behind `by`. */
export function promLabel(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : goString(name);
}

/** The series of a metric whose labels have exactly these values. */
export function promSelector(metric: string, labels: readonly (readonly [name: string, value: string])[]): string {
  const matchers = labels.map(([name, value]) => `${promLabel(name)}=${goString(value)}`);
  if (/^[A-Za-z_:][\w:]*$/.test(metric)) return `${metric}{${matchers.join(',')}}`;
  return `{${[goString(metric), ...matchers].join(',')}}`;
}
