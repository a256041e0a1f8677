import type { TraceId } from '../../src/core/ids.ts';
import type { FoundTrace } from '../../src/core/searchProtocol.ts';

/** A trace in the results, from all the sources that have it. */
export interface FoundRow {
  /** As told by the source that knows most of its spans: that one opens it. */
  readonly trace: FoundTrace;
  /** IDs, in the order in which they answered. */
  readonly sources: readonly string[];
  /** The most that any of the sources saw. */
  readonly matched: number | undefined;
  /** Milliseconds since the Unix epoch, to the microsecond: for axes and order. */
  readonly startMs: number;
}

/** The results of a search, one row a trace; a row keeps its place as others arrive. */
export class FoundTraces {
  readonly rows: FoundRow[] = [];
  readonly #places = new Map<TraceId, number>();
  #failed = 0;
  #counted = 0;

  /** Rows with errors. */
  get failed(): number {
    return this.#failed;
  }

  /** Whether any source counted the spans that match. */
  get hasMatched(): boolean {
    return this.#counted > 0;
  }

  add(traces: readonly FoundTrace[]): void {
    for (const trace of traces) {
      const place = this.#places.get(trace.traceId);
      if (place === undefined) {
        this.#places.set(trace.traceId, this.rows.length);
        this.#put(this.rows.length, rowOf(trace));
      } else this.#put(place, joined(this.rows[place]!, trace));
    }
  }

  indexOf(traceId: string): number {
    return this.#places.get(traceId as TraceId) ?? -1;
  }

  #put(place: number, row: FoundRow): void {
    const before = this.rows[place];
    this.#failed += Number(row.trace.errors > 0) - Number((before?.trace.errors ?? 0) > 0);
    this.#counted += Number(row.matched !== undefined) - Number(before?.matched !== undefined);
    this.rows[place] = row;
  }
}

function rowOf(trace: FoundTrace): FoundRow {
  return { trace, sources: [trace.source], matched: trace.matched, startMs: epochMsOf(trace.startEpochNs) };
}

function joined(row: FoundRow, trace: FoundTrace): FoundRow {
  // A source that speaks again knows better than it did; of two sources the one with more spans.
  const isBetter = trace.source === row.trace.source || trace.spans > row.trace.spans;
  const better = isBetter ? rowOf(trace) : row;
  const sources = row.sources.includes(trace.source) ? row.sources : [...row.sources, trace.source];
  const counts = [row.matched, trace.matched].filter((count) => count !== undefined);
  return { ...better, sources, matched: counts.length === 0 ? undefined : Math.max(...counts) };
}

/** Decimal nanoseconds as milliseconds; a double holds the microseconds of our age. */
export function epochMsOf(epochNs: string): number {
  return /^-?\d{1,25}$/.test(epochNs) ? Number(BigInt(epochNs) / 1000n) / 1000 : 0;
}
