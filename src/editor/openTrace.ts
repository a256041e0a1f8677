import * as vscode from 'vscode';
import type { SpanId, TraceId } from '../core/ids.ts';
import { Problem } from '../core/problem.ts';
import type { FindResult, LocationView, OpenedTrace, TraceFormat, ViewStart } from '../core/protocol.ts';
import type { SpanDetail } from '../core/span.ts';
import type { WaterfallSource } from '../panel/waterfallSource.ts';
import type { ParserClient } from '../parser/parserClient.ts';
import type { SourceNavigator } from './sourceNavigator.ts';

/** Where the bytes of a trace come from, and whether more may follow. */
export interface TraceOrigin {
  /** For people: `local store`, a backend's name, a file's name. */
  readonly label: string;
  fetch(): Promise<{ readonly format?: TraceFormat; readonly chunks: readonly ArrayBuffer[] }>;
  /** Fires when there are more spans of this trace to fetch. */
  readonly onChanged?: vscode.Event<void>;
}

/** What an open trace needs of the editor around it. */
export interface TraceSurroundings {
  readonly parser: ParserClient;
  readonly navigator: SourceNavigator;
  openTrace(traceId: TraceId, spanId: SpanId): Promise<void>;
  /** The group that the waterfall is in, so that source opens in another one. */
  column(): vscode.ViewColumn | undefined;
}

interface Loaded {
  readonly trace: OpenedTrace;
  /** Handles die with the parser worker; this is the worker they belong to. */
  readonly generation: number;
}

/** A trace behind a waterfall tab: its bytes are in the parser worker, this holds the handle. */
export class OpenTrace implements WaterfallSource, vscode.Disposable {
  readonly #traceId: TraceId;
  readonly #origin: TraceOrigin;
  readonly #around: TraceSurroundings;
  readonly #replaced = new vscode.EventEmitter<ViewStart>();
  readonly #changes: vscode.Disposable | undefined;
  #spanId: SpanId | undefined;
  #loaded: Promise<Loaded> | undefined;
  #disposed = false;

  readonly onReplaced = this.#replaced.event;

  constructor(traceId: TraceId, spanId: SpanId | undefined, origin: TraceOrigin, around: TraceSurroundings) {
    this.#traceId = traceId;
    this.#spanId = spanId;
    this.#origin = origin;
    this.#around = around;
    this.#changes = origin.onChanged?.(() => void this.#refresh());
  }

  async start(): Promise<ViewStart> {
    return this.#viewStart(await this.#trace());
  }

  async rows(from: number, to: number): Promise<ArrayBuffer> {
    return this.#around.parser.rpc.call('rows', { trace: (await this.#trace()).handle, from, to });
  }

  async detail(row: number): Promise<SpanDetail> {
    return this.#around.parser.rpc.call('detail', { trace: (await this.#trace()).handle, row });
  }

  async location(row: number, reveal: boolean): Promise<LocationView> {
    const detail = await this.detail(row);
    this.#spanId = detail.spanId;
    return this.#around.navigator.show(detail, reveal ? 'reveal' : 'look', this.#around.column());
  }

  async openSource(row: number): Promise<void> {
    await this.#around.navigator.show(await this.detail(row), 'go', this.#around.column());
  }

  async find(text: string): Promise<FindResult> {
    return this.#around.parser.rpc.call('find', { trace: (await this.#trace()).handle, text });
  }

  async openLink(row: number, link: number): Promise<void> {
    const target = (await this.detail(row)).links[link];
    if (!target) throw new Problem('not-found', 'The span has no such link.');
    await this.#around.openTrace(target.traceId, target.spanId);
  }

  async copy(text: string): Promise<void> {
    await vscode.env.clipboard.writeText(text);
  }

  /** The row of a span, -1 when the trace has no such span. */
  async rowOf(spanId: SpanId): Promise<number> {
    return this.#around.parser.rpc.call('rowOf', { trace: (await this.#trace()).handle, spanId });
  }

  dispose(): void {
    this.#disposed = true;
    this.#changes?.dispose();
    this.#replaced.dispose();
    void this.#close(this.#loaded);
  }

  async #trace(): Promise<OpenedTrace> {
    const loaded = await this.#loaded?.catch(() => undefined);
    if (loaded && loaded.generation === this.#around.parser.generation) return loaded.trace;
    this.#loaded = this.#load();
    return (await this.#loaded).trace;
  }

  async #load(): Promise<Loaded> {
    const { parser } = this.#around;
    const { format, chunks } = await this.#origin.fetch();
    const generation = parser.generation;
    const { traces } = await parser.rpc.call('open', { chunks, ...(format && { format }) });
    for (const { handle, header } of traces)
      if (header.traceId !== this.#traceId) void parser.rpc.call('close', { trace: handle });
    const trace = traces.find(({ header }) => header.traceId === this.#traceId);
    if (!trace) throw new Problem('not-found', `${this.#origin.label} no longer has the trace ${this.#traceId}.`);
    return { trace, generation };
  }

  /** Takes in what arrived since; what is shown stays until the new trace is ready. */
  async #refresh(): Promise<void> {
    const before = this.#loaded;
    if (!before) return;
    try {
      const loading = this.#load();
      const { trace } = await loading;
      if (this.#disposed) {
        await this.#close(loading);
        return;
      }
      this.#loaded = loading;
      this.#replaced.fire(await this.#viewStart(trace));
      await this.#close(before);
    } catch {
      // The trace was deleted meanwhile: the view keeps showing what it has.
    }
  }

  async #viewStart({ header }: OpenedTrace): Promise<ViewStart> {
    const selectedRow = this.#spanId === undefined ? -1 : await this.rowOf(this.#spanId);
    return { header, selectedRow, source: this.#origin.label };
  }

  async #close(loading: Promise<Loaded> | undefined): Promise<void> {
    const loaded = await loading?.catch(() => undefined);
    if (!loaded || loaded.generation !== this.#around.parser.generation) return;
    await this.#around.parser.rpc.call('close', { trace: loaded.trace.handle }).catch(() => undefined);
  }
}
