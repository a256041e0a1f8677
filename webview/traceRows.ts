import type { ViewStart } from '../src/core/protocol.ts';
import { viewRows } from '../src/core/rowBlock.ts';
import { RowTree } from '../src/core/rowTree.ts';
import { FLAG_ERROR, type TraceColumns, type TraceHeader } from '../src/core/trace.ts';
import { serviceSlots } from './palette.ts';
import { visibleText } from '../src/core/visibleText.ts';

/** Longer labels are cut before they are measured: no label column is that wide. */
const MAX_LABEL = 400;

/**
 * The trace of this view as columns that fill from the first row on: 28 bytes a row as sent, 16 for the tree, 8 for when its
 * subtree ends, 4 for errors.
 * `columns.count` says how many rows are there; the columns are as long as the trace will be.
 */
export class TraceRows {
  readonly header: TraceHeader;
  readonly source: string;
  /** What else is to be known of the trace, a sentence each. */
  readonly notes: readonly string[];
  readonly columns: TraceColumns;
  readonly tree: RowTree;
  /** Palette slot of each service. */
  readonly slots: Uint8Array;
  /** Entry r: spans with an error among rows [0, r). */
  readonly #errorsBefore: Uint32Array;
  /** End of the latest span of each subtree; filled when all rows are there. */
  readonly #reachNs: Float64Array;
  #reached = false;
  /** Only while clocks are adjusted. */
  #sentStartNs: Float64Array | undefined;
  readonly #names: string[] = [];
  readonly #services: string[] = [];
  #loaded = 0;

  constructor(start: ViewStart) {
    const { header } = start;
    const n = header.count;
    this.header = header;
    this.source = start.source;
    this.notes = start.notes ?? [];
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
    this.#reachNs = new Float64Array(n);
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

  /** Start as sent, whatever the clocks are adjusted by. */
  get sentStartNs(): Float64Array {
    return this.#sentStartNs ?? this.columns.startNs;
  }

  get adjusted(): boolean {
    return this.#sentStartNs !== undefined;
  }

  /** What is added to the row's start as sent. */
  clockDeltaNs(row: number): number {
    return this.columns.startNs[row]! - this.sentStartNs[row]!;
  }

  /** Moves the starts by so much a row, or back to where they were sent; for a trace that is whole. A new session must follow. */
  adjustClocks(deltaNs: Float64Array | undefined): void {
    const { startNs } = this.columns;
    if (this.#sentStartNs !== undefined) startNs.set(this.#sentStartNs);
    this.#sentStartNs = deltaNs === undefined ? undefined : startNs.slice();
    if (deltaNs !== undefined) for (let row = 0; row < startNs.length; row++) startNs[row]! += deltaNs[row] ?? 0;
    this.#reachNs.fill(0);
    this.#reached = false;
  }

  /** When the last span of the row's subtree ends: later than the row itself when a child outlives it. */
  reachNs(row: number): number {
    if (!this.#reached && this.#loaded === this.header.count) this.#reach();
    return this.#reached ? this.#reachNs[row]! : this.columns.startNs[row]! + this.columns.durationNs[row]!;
  }

  /** One pass from the last row up: children are complete before their parent. */
  #reach(): void {
    const { startNs, durationNs } = this.columns;
    const reachNs = this.#reachNs;
    for (let row = this.#loaded - 1; row >= 0; row--) {
      reachNs[row] = Math.max(reachNs[row]!, startNs[row]! + durationNs[row]!);
      const parent = this.tree.parent[row]!;
      if (parent >= 0) reachNs[parent] = Math.max(reachNs[parent]!, reachNs[row]!);
    }
    this.#reached = true;
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
