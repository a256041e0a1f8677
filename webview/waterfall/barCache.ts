import type { Session } from '../session.ts';
import type { CriticalLines } from './criticalLines.ts';
import { type Intervals, unionOf } from './intervals.ts';

/** Of the rows on the screen and some hundred before them; a row with a million children has as many stretches. */
const MAX_ROWS = 1000;
const MAX_STRETCHES = 2_000_000;

/** Stretches of time on a row's bar that depend on other rows: worked out when a row is first drawn, then remembered. */
export class BarCache {
  readonly #session: Session;
  readonly #known = new Map<string, Intervals>();
  #stretches = 0;
  #of: readonly unknown[] = [];

  constructor(session: Session) {
    this.#session = session;
  }

  /** The time in which the row's children worked: it waited for them. */
  waiting(row: number): Intervals {
    const { trace } = this.#session;
    const { columns } = trace;
    return this.#remember(`w${row}`, () =>
      unionOf(
        columns,
        children(trace.tree.subtreeEnd, row, trace.loaded),
        columns.startNs[row]!,
        columns.startNs[row]! + columns.durationNs[row]!,
      ),
    );
  }

  /** The time in which any of the repeated siblings worked. */
  repeats(repeat: number): Intervals {
    const { trace, folding } = this.#session;
    return this.#remember(`r${repeat}`, () =>
      unionOf(trace.columns, folding.rowsOf(repeat), Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    );
  }

  /** What the repeated siblings, with all below them, are critical for. */
  criticalRepeats(repeat: number, { subtreeFromNs, subtreeToNs }: CriticalLines): Intervals {
    return this.#remember(`c${repeat}`, () => {
      const rows = this.#session.folding.rowsOf(repeat).filter((row) => subtreeToNs[row]! > subtreeFromNs[row]!);
      return {
        startNs: Float64Array.from(rows, (row) => subtreeFromNs[row]!),
        endNs: Float64Array.from(rows, (row) => subtreeToNs[row]!),
      };
    });
  }

  #remember(key: string, make: () => Intervals): Intervals {
    const { trace, folding, critical } = this.#session;
    const of = [trace.loaded, folding.repeats, critical.value];
    if (of.some((value, index) => value !== this.#of[index])) this.#forget(of);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= MAX_ROWS || this.#stretches >= MAX_STRETCHES) this.#forget(of);
    const made = make();
    this.#known.set(key, made);
    this.#stretches += made.startNs.length;
    return made;
  }

  #forget(of: readonly unknown[]): void {
    this.#known.clear();
    this.#stretches = 0;
    this.#of = of;
  }
}

function* children(subtreeEnd: Uint32Array, row: number, loaded: number): Generator<number, void> {
  const end = Math.min(subtreeEnd[row]!, loaded);
  for (let child = row + 1; child < end; child = subtreeEnd[child]!) yield child;
}
