/** Where the labels of a tree start. Deep traces get a narrower step, and beyond that the whole tree shifts left. */
export interface Indent {
  readonly stepPx: number;
  readonly shiftPx: number;
}

const MAX_STEP_PX = 12;
const MIN_STEP_PX = 5;
/** At most this share of the label column is spent on indentation. */
const MAX_SHARE = 0.45;

/** The step hangs on the whole trace, so that it does not change while scrolling; the shift on what is on the screen. */
export function indentFor(labelWidthPx: number, maxDepth: number, deepestOnScreen: number): Indent {
  const room = labelWidthPx * MAX_SHARE;
  const stepPx = Math.min(MAX_STEP_PX, Math.max(MIN_STEP_PX, Math.floor(room / Math.max(1, maxDepth))));
  return { stepPx, shiftPx: Math.max(0, deepestOnScreen * stepPx - room) };
}

export function indentOf(indent: Indent, depth: number): number {
  return Math.max(0, depth * indent.stepPx - indent.shiftPx);
}
