import { type MarkBlock, viewMarks } from '../../src/core/markBlock.ts';
import { FLAG_EVENTS } from '../../src/core/trace.ts';
import type { Host } from '../host.ts';
import { firstFrom } from '../matches.ts';
import type { TraceRows } from '../traceRows.ts';
import type { VisibleRows } from './visibleRows.ts';

const BLOCK_ROWS = 256;
const MAX_BLOCKS = 400;
/** Rows that only fly past are not asked for. */
const SETTLE_MS = 60;

/** Events of the rows that were on the screen, fetched in blocks of rows; what is not there yet is simply not drawn. */
export class MarkStore {
  readonly #host: Host;
  readonly #trace: TraceRows;
  readonly #arrived: () => void;
  /** `undefined` while on its way. */
  readonly #blocks = new Map<number, MarkBlock | undefined>();
  #timer: number | undefined;

  constructor(host: Host, trace: TraceRows, arrived: () => void) {
    this.#host = host;
    this.#trace = trace;
    this.#arrived = arrived;
  }

  /** Calls `draw` for each event of the row that is there. */
  each(row: number, draw: (offsetNs: number, kind: number) => void): void {
    const block = this.#blocks.get(Math.floor(row / BLOCK_ROWS));
    if (block === undefined) return;
    for (let i = firstFrom(block.row, row); i < block.count && block.row[i] === row; i++)
      draw(block.offsetNs[i]!, block.kind[i]!);
  }

  /** How many events of the row are there. */
  count(row: number): number {
    let count = 0;
    this.each(row, () => count++);
    return count;
  }

  /** Fetches what is missing of the rows at places [from, to), once they stay on the screen. */
  want(visible: VisibleRows, from: number, to: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const missing = new Set<number>();
    for (let index = from; index < Math.min(to, visible.count); index++) {
      const row = visible.rowAt(index);
      const block = Math.floor(row / BLOCK_ROWS);
      if ((this.#trace.columns.flags[row]! & FLAG_EVENTS) !== 0 && !this.#blocks.has(block)) missing.add(block);
    }
    if (missing.size > 0)
      this.#timer = setTimeout(() => void Promise.all([...missing].map((block) => this.#fetch(block))), SETTLE_MS);
  }

  async #fetch(block: number): Promise<void> {
    if (this.#blocks.size >= MAX_BLOCKS) this.#blocks.clear();
    this.#blocks.set(block, undefined);
    const from = block * BLOCK_ROWS;
    try {
      const to = Math.min(from + BLOCK_ROWS, this.#trace.header.count);
      this.#blocks.set(block, viewMarks(await this.#host.rpc.call('marks', { from, to })));
      this.#arrived();
    } catch {
      // Marks are an extra; the details, which tell failures, show the events as well. Asked for again when next on the screen.
      this.#blocks.delete(block);
    }
  }
}
