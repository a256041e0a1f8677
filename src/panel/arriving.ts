/** Senders batch for up to five seconds (OpenTelemetry's BatchSpanProcessor), so after a longer pause nothing more is under way. */
const QUIET_MS = 5000;
/** A span whose parent is missing tells of one that is still running: as long as this, for it may never come. */
const ORPHAN_MS = 30_000;

/**
 * How much longer to say that a trace is still arriving unless more of it does, 0 when it is settled. A guess from the outside: nothing in
 * a trace says that it is whole.
 */
export function arrivingMs(lastArrivalMs: number | undefined, orphans: boolean, nowMs: number): number {
  if (lastArrivalMs === undefined) return 0;
  return Math.max(0, lastArrivalMs + (orphans ? ORPHAN_MS : QUIET_MS) - nowMs);
}
