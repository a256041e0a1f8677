/** The part of the trace's time that the bars column shows; offsets from the trace's start. */
export interface TimeWindow {
  readonly fromNs: number;
  readonly toNs: number;
}

/**
 * Ten nanoseconds: clocks tick no finer, and at an offset of 2^53 ns (104 days) a double still tells 1 ns apart, so bars
 * and ticks keep their places.
 */
const MIN_SPAN_NS = 10;

/** The whole trace; one without length gets a microsecond, so that there is something to divide by. */
export function wholeWindow(durationNs: number): TimeWindow {
  return { fromNs: 0, toNs: Number.isFinite(durationNs) && durationNs > 0 ? durationNs : 1000 };
}

export function isWhole(window: TimeWindow, whole: TimeWindow): boolean {
  return window.fromNs <= whole.fromNs && window.toNs >= whole.toNs;
}

/** The nearest window of at least {@link MIN_SPAN_NS} inside `whole`. */
export function clampWindow(fromNs: number, toNs: number, whole: TimeWindow): TimeWindow {
  const max = whole.toNs - whole.fromNs;
  const span = Math.min(max, Math.max(toNs - fromNs, MIN_SPAN_NS));
  const from = Math.min(Math.max(fromNs, whole.fromNs), whole.toNs - span);
  return { fromNs: from, toNs: from + span };
}

/** Zooms by `factor` (below 1 is in) around `anchorNs`, which stays where it is on the screen. */
export function zoomWindow(window: TimeWindow, factor: number, anchorNs: number, whole: TimeWindow): TimeWindow {
  const span = window.toNs - window.fromNs;
  const wanted = Math.min(whole.toNs - whole.fromNs, Math.max(MIN_SPAN_NS, span * factor));
  const share = (anchorNs - window.fromNs) / span;
  const fromNs = anchorNs - wanted * share;
  return clampWindow(fromNs, fromNs + wanted, whole);
}

export function panWindow(window: TimeWindow, byNs: number, whole: TimeWindow): TimeWindow {
  return clampWindow(window.fromNs + byNs, window.toNs + byNs, whole);
}

/** Moves or widens the window so that a span is seen: not at all if it already is. */
export function windowShowing(window: TimeWindow, startNs: number, durationNs: number, whole: TimeWindow): TimeWindow {
  const end = startNs + durationNs;
  const span = window.toNs - window.fromNs;
  if (end > window.fromNs && startNs < window.toNs) return window;
  if (startNs === end && startNs >= window.fromNs && startNs <= window.toNs) return window;
  const fromNs = startNs - span * 0.1;
  return clampWindow(fromNs, fromNs + span, whole);
}
