import type { Trace } from './assemble.ts';
import { foldedText } from './foldedText.ts';
import { indexOfText, startsWith } from './textInBytes.ts';
import { isSpanText } from './spanLeaves.ts';
import { Problem } from './problem.ts';

/** Marks of rows while a text is looked for. */
export const LOOK = 1;
export const FOUND = 2;

/** Of folded text that is kept for the next search: about 900,000 spans. What is above is folded again each time. */
const MAX_KEPT_BYTES = 256 * 2 ** 20;
/** Of payload folded at once: far below the longest string there can be (2^29 units), far above what a call costs. */
const CHUNK_BYTES = 4 * 2 ** 20;
/** Foreign bytes between two spans of a trace that are cheaper folded than left out. */
const MAX_GAP_BYTES = 4096;
/** A loop over bytes is about this many times slower than the search in folded text. */
const LOOP_COST = 8;

/** Spans of the trace that lie close to each other in one payload. */
interface Chunk {
  readonly bytes: Uint8Array;
  readonly from: number;
  /** One past the last span. */
  to: number;
  readonly start: number;
  end: number;
  text: string | undefined;
}

/**
 * Finds text in the spans of a trace where it lies, in the payloads. The first search folds the payloads to strings (about 1.5 ms a MB)
 * and keeps them while this object is kept.
 */
export class TraceText {
  /** Spans of the material in the order of their bytes begin here; {@link rowOf} counts from here. */
  readonly firstSpan: number;
  /** Span -> row, -1 for spans of other traces. */
  readonly rowOf: Int32Array;
  readonly #trace: Trace;
  readonly #chunks: readonly Chunk[];
  #freeBytes: number;

  constructor(trace: Trace, maxKeptBytes = MAX_KEPT_BYTES) {
    this.#trace = trace;
    this.#freeBytes = maxKeptBytes;
    let [first, last] = [Number.POSITIVE_INFINITY, -1];
    for (const span of trace.source) {
      if (span < first) first = span;
      if (span > last) last = span;
    }
    this.firstSpan = last < 0 ? 0 : first;
    this.rowOf = new Int32Array(last - this.firstSpan + 1).fill(-1);
    for (let row = 0; row < trace.source.length; row++) this.rowOf[trace.source[row]! - this.firstSpan] = row;
    this.#chunks = this.#split();
  }

  /**
   * Sets the mark of the rows with LOOK to FOUND whose names, attributes, events or status message contain the needle: UTF-8 in lower
   * case, not empty.
   */
  find(needle: Uint8Array, marks: Uint8Array): void {
    const folded = foldedText(needle, 0, needle.length);
    for (const chunk of this.#chunks) {
      const wanted = this.#wantedBytes(chunk, marks);
      if (wanted === 0) continue;
      if (wanted * LOOP_COST < chunk.end - chunk.start) this.#findByLoop(chunk, needle, marks);
      else this.#findInText(chunk, this.#textOf(chunk), folded, needle, marks);
    }
  }

  #split(): readonly Chunk[] {
    const { rows, payloads } = this.#trace.material;
    const payload = rows.payload.view();
    const start = rows.start.view();
    const end = rows.end.view();
    const chunks: Chunk[] = [];
    let chunk: Chunk | undefined;
    let last = -1;
    for (let i = 0; i < this.rowOf.length; i++) {
      if (this.rowOf[i]! < 0) continue;
      const span = this.firstSpan + i;
      const isNear =
        chunk !== undefined &&
        payload[last] === payload[span] &&
        start[span]! - chunk.end <= MAX_GAP_BYTES &&
        end[span]! - chunk.start <= CHUNK_BYTES;
      if (!isNear) {
        const bytes = payloads[payload[span]!]!;
        chunks.push((chunk = { bytes, from: span, to: 0, start: start[span]!, end: 0, text: undefined }));
      }
      chunk!.to = span + 1;
      chunk!.end = end[span]!;
      last = span;
    }
    return chunks;
  }

  #textOf(chunk: Chunk): string {
    if (chunk.text !== undefined) return chunk.text;
    const text = foldedText(chunk.bytes, chunk.start, chunk.end);
    if (text.length <= this.#freeBytes) {
      this.#freeBytes -= text.length;
      chunk.text = text;
    }
    return text;
  }

  #wantedBytes({ from, to }: Chunk, marks: Uint8Array): number {
    const { rows } = this.#trace.material;
    const start = rows.start.view();
    const end = rows.end.view();
    let bytes = 0;
    for (let span = from; span < to; span++) if (this.#isWanted(span, marks)) bytes += end[span]! - start[span]!;
    return bytes;
  }

  #isWanted(span: number, marks: Uint8Array): boolean {
    const row = this.rowOf[span - this.firstSpan]!;
    return row >= 0 && marks[row] === LOOK;
  }

  #findInText(
    { bytes, from, to, start: base }: Chunk,
    text: string,
    folded: string,
    needle: Uint8Array,
    marks: Uint8Array,
  ): void {
    const start = this.#trace.material.rows.start.view();
    const end = this.#trace.material.rows.end.view();
    let span = from;
    for (let hit = text.indexOf(folded); hit >= 0;) {
      const at = base + hit;
      span = lastFrom(start, span, to, at);
      if (at < end[span]! && this.#isWanted(span, marks)) {
        if (!startsWith(bytes, at, needle) || !isText(bytes, start[span]!, end[span]!, at, at + needle.length)) {
          hit = text.indexOf(folded, hit + 1);
          continue;
        }
        marks[this.rowOf[span - this.firstSpan]!] = FOUND;
      }
      // One hit a span is enough, and none matters where it is not asked for.
      do span++;
      while (span < to && !this.#isWanted(span, marks));
      if (span >= to) return;
      hit = text.indexOf(folded, start[span]! - base);
    }
  }

  #findByLoop({ bytes, from, to }: Chunk, needle: Uint8Array, marks: Uint8Array): void {
    const start = this.#trace.material.rows.start.view();
    const end = this.#trace.material.rows.end.view();
    for (let span = from; span < to; span++) {
      if (!this.#isWanted(span, marks)) continue;
      const stop = end[span]!;
      let at = indexOfText(bytes, start[span]!, stop, needle);
      while (at >= 0 && !isText(bytes, start[span]!, stop, at, at + needle.length))
        at = indexOfText(bytes, at + 1, stop, needle);
      if (at >= 0) marks[this.rowOf[span - this.firstSpan]!] = FOUND;
    }
  }
}

/** Insides that cannot be read hold nothing that can be shown. */
function isText(bytes: Uint8Array, start: number, end: number, at: number, stop: number): boolean {
  try {
    return isSpanText(bytes, start, end, at, stop);
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    return false;
  }
}

/** The last span of [from, to) that starts at or before `at`; the first one does. */
function lastFrom(start: Uint32Array, from: number, to: number, at: number): number {
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (start[middle]! <= at) low = middle;
    else high = middle;
  }
  return low;
}
