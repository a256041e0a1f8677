import type { ViewStart } from '../src/core/protocol.ts';
import { viewRows } from '../src/core/rowBlock.ts';
import { RowTree } from '../src/core/rowTree.ts';
import { FLAG_ERROR, type TraceColumns, type TraceHeader } from '../src/core/trace.ts';
import { serviceSlots } from './palette.ts';
import { visibleText } from '../src/core/visibleText.ts';

/** Longer labels are cut before they are measured: no label column is that wide. */
const MAX_LABEL = 400;

/**
 * The trace of this view as columns that fill from the first row on: 28 bytes a row as sent, 16 for the tree, 4 for errors.
 * `columns.count` says how many rows are there; the columns are as long as the trace will be.
 */
export class TraceRows {
  readonly header: TraceHeader;
  readonly source: string;
  readonly columns: TraceColumns;
  readonly tree: RowTree;
  /** Palette slot of each service. */
  readonly slots: Uint8Array;
  /** Entry r: spans with an error among rows [0, r). */
  readonly #errorsBefore: Uint32Array;
  readonly #names: string[] = [];
  readonly #services: string[] = [];
  #loaded = 0;

  constructor(start: ViewStart) {
    const { header } = start;
    const n = header.count;
    this.header = header;
    this.source = start.source;
    const loaded = (): number => this.#loaded;
    this.columns = {
      get count() {
        return loaded();
      },
      startNs: new Float64Array(n),
      durationNs: new Float64Array(n),
      depth: new Uint32Array(n),
      service: new Uint16Array(n),
      name: new Uint32Array(n),
      flags: new Uint16Array(n),
    };
    this.tree = new RowTree(n);
    this.#errorsBefore = new Uint32Array(n + 1);
    this.slots = serviceSlots(header.services);
  }

  get loaded(): number {
    return this.#loaded;
  }

  /** Takes the next rows as packed by `packRows`; what would go past the trace's count is dropped. */
  append(buffer: ArrayBuffer): void {
    const block = viewRows(buffer);
    const from = this.#loaded;
    const count = Math.min(block.count, this.header.count - from);
    const { startNs, durationNs, depth, service, name, flags } = this.columns;
    startNs.set(block.startNs.subarray(0, count), from);
    durationNs.set(block.durationNs.subarray(0, count), from);
    depth.set(block.depth.subarray(0, count), from);
    service.set(block.service.subarray(0, count), from);
    name.set(block.name.subarray(0, count), from);
    flags.set(block.flags.subarray(0, count), from);
    this.#loaded = from + count;
    this.tree.append(depth, this.#loaded);
    for (let row = from; row < this.#loaded; row++)
      this.#errorsBefore[row + 1] = this.#errorsBefore[row]! + ((flags[row]! & FLAG_ERROR) === 0 ? 0 : 1);
  }

  /** Spans with an error below the row. */
  errorsBelow(row: number): number {
    return this.#errorsBefore[this.tree.subtreeEnd[row]!]! - this.#errorsBefore[row + 1]!;
  }

  /** The operation as one safe line. */
  nameOf(row: number): string {
    const index = this.columns.name[row]!;
    return (this.#names[index] ??= label(this.header.names[index]));
  }

  serviceOf(row: number): string {
    const index = this.columns.service[row]!;
    return (this.#services[index] ??= label(this.header.services[index]));
  }
}

function label(text: string | undefined): string {
  if (text === undefined || text === '') return '(unnamed)';
  return visibleText(text.length > MAX_LABEL ? `${text.slice(0, MAX_LABEL)}…` : text);
}
