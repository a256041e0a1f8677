import type { SpanHead } from '../../core/formats/spanHead.ts';
import type { SpanId, TraceId } from '../../core/ids.ts';

/** The spans of one trace that are in the store. */
interface Seen {
  readonly hashes: Map<SpanId, number>;
  /** Further contents under an ID: `id:hash`. Rare, so the usual case costs no text. */
  others: Set<string> | undefined;
}

/**
 * Which spans the store has, to tell a repeated span (a retry whose answer was lost) from a new one. Holds the traces used last;
 * others are read from the store again when one of their spans arrives.
 */
export class SeenSpans {
  readonly #maxSpans: number;
  readonly #load: (traceId: TraceId) => Iterable<SpanHead>;
  /** In order of last use. */
  readonly #traces = new Map<TraceId, Seen>();
  #spans = 0;

  constructor(maxSpans: number, load: (traceId: TraceId) => Iterable<SpanHead>) {
    this.#maxSpans = maxSpans;
    this.#load = load;
  }

  /** Notes a span; false when it is known already with the same content. */
  add(span: SpanHead): boolean {
    const isNew = this.#note(this.#use(span.traceId), span);
    if (this.#spans > this.#maxSpans) this.#shrink(span.traceId);
    return isNew;
  }

  /** Forgets a trace, to be read from the store when it is needed. */
  forget(traceId: TraceId): void {
    const seen = this.#traces.get(traceId);
    if (!seen) return;
    this.#spans -= seen.hashes.size + (seen.others?.size ?? 0);
    this.#traces.delete(traceId);
  }

  clear(): void {
    this.#traces.clear();
    this.#spans = 0;
  }

  #use(traceId: TraceId): Seen {
    let seen = this.#traces.get(traceId);
    if (seen) this.#traces.delete(traceId);
    else {
      seen = { hashes: new Map(), others: undefined };
      for (const span of this.#load(traceId)) this.#note(seen, span);
    }
    this.#traces.set(traceId, seen);
    return seen;
  }

  #note(seen: Seen, { spanId, contentHash }: SpanHead): boolean {
    const hash = seen.hashes.get(spanId);
    if (hash === contentHash) return false;
    if (hash === undefined) seen.hashes.set(spanId, contentHash);
    else {
      const key = `${spanId}:${contentHash}`;
      seen.others ??= new Set();
      if (seen.others.has(key)) return false;
      seen.others.add(key);
    }
    this.#spans++;
    return true;
  }

  /**
   * Drops the traces used longest ago, but never the one in use, which may be larger than everything. A quarter at once: to find the
   * oldest key of a map takes time in keys deleted before.
   */
  #shrink(inUse: TraceId): void {
    for (const traceId of this.#traces.keys()) {
      if (this.#spans <= this.#maxSpans * 0.75 || traceId === inUse) return;
      this.forget(traceId);
    }
  }
}
