/**
 * Runs until the number or the time is reached, whichever is first: all properties together stay below a minute on a loaded machine.
 * A failure prints its seed and path, which replay it.
 */
export function timeBox(
  numRuns: number,
  limitMs: number,
): {
  readonly numRuns: number;
  readonly interruptAfterTimeLimit: number;
} {
  return { numRuns, interruptAfterTimeLimit: limitMs };
}
