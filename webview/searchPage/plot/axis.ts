/** Where values lie on a line of pixels, and which of them are named. */
export interface Axis {
  readonly ticks: readonly Tick[];
  /** From 0 at the smallest value to `lengthPx`; values beyond the ends lie on them. */
  readonly toPx: (value: number) => number;
  readonly fromPx: (px: number) => number;
}

export interface Tick {
  readonly px: number;
  readonly label: string;
}

/** The way from values to pixels and back over a measure that grows with them. */
export function axisOf(
  [from, to]: readonly [number, number],
  lengthPx: number,
  measure: (value: number) => number,
  unmeasure: (measured: number) => number,
  ticks: readonly { readonly value: number; readonly label: string }[],
): Axis {
  const [start, end] = [measure(from), measure(to)];
  const toPx = (value: number): number => {
    const share = (measure(value) - start) / (end - start);
    return Number.isNaN(share) ? 0 : Math.min(1, Math.max(0, share)) * lengthPx;
  };
  return {
    toPx,
    fromPx: (px) => unmeasure(start + (px / Math.max(1, lengthPx)) * (end - start)),
    ticks: ticks.map(({ value, label }) => ({ px: toPx(value), label })),
  };
}
