import * as vscode from 'vscode';
import type { SpanId, TraceId } from '../core/ids.ts';
import { Problem } from '../core/problem.ts';
import {
  MAX_INBOUND_LINKS,
  type ExportFormat,
  type FindResult,
  type GroupResult,
  type LocationView,
  type OpenedTrace,
  type SkewResult,
  type SpanRef,
  type TraceFormat,
  type ViewStart,
} from '../core/protocol.ts';
import type { SpanDetail } from '../core/span.ts';
import { rejectedText } from '../core/rejectedText.ts';
import type { SpanLog } from '../core/spanLog.ts';
import { spanCluesOf, type SpanClues } from '../core/spanClues.ts';
import { spanText, type SpanTextForm } from '../core/spanText.ts';
import { arrivingMs } from '../panel/arriving.ts';
import { Coalesced } from '../panel/coalesced.ts';
import type { WaterfallSource } from '../panel/waterfallSource.ts';
import type { ParserClient } from '../parser/parserClient.ts';
import { saveFile } from './saveFile.ts';
import type { SourceNavigator } from './sourceNavigator.ts';

/** Twice a second is as good as at once, and leaves the parser time for others. */
const REFRESH_MS = 500;

/** Where the bytes of a trace come from, and whether more may follow. */
export interface TraceOrigin {
  /** For people: `local store`, a backend's name, a file's name. */
  readonly label: string;
  fetch(): Promise<{ readonly format?: TraceFormat; readonly chunks: readonly ArrayBuffer[] }>;
  /** Log records of the trace, as OTLP LogsData; only for a source that keeps them. */
  logs?(): Promise<readonly ArrayBuffer[]>;
  /** When the last span came, milliseconds since the Unix epoch; only for a source that traces arrive at. */
  lastArrivalMs?(): Promise<number | undefined>;
  /** Fires when there are more spans of this trace to fetch. */
  readonly onChanged?: vscode.Event<void>;
}

/** What an open trace needs of the editor around it. */
export interface TraceSurroundings {
  readonly parser: ParserClient;
  readonly navigator: SourceNavigator;
  openTrace(traceId: TraceId, spanId: SpanId): Promise<void>;
  /** Stored spans with a link to this one. */
  linksTo(target: SpanRef): Promise<readonly SpanRef[]>;
  /** A tab behind others has no page; it asks anew when it comes to the front. */
  isVisible(): boolean;
  /** The group that the waterfall is in, so that source opens in another one. */
  column(): vscode.ViewColumn | undefined;
}

interface Loaded {
  readonly trace: OpenedTrace;
  /** What is to be known of it besides. */
  readonly notes: readonly string[];
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
  /** More spans came while nobody looked. */
  #stale = false;
  #inbound: { readonly row: number; readonly links: readonly SpanRef[] } | undefined;
  readonly #refreshes = new Coalesced(() => this.#refresh(), REFRESH_MS);

  readonly onReplaced = this.#replaced.event;

  constructor(traceId: TraceId, spanId: SpanId | undefined, origin: TraceOrigin, around: TraceSurroundings) {
    this.#traceId = traceId;
    this.#spanId = spanId;
    this.#origin = origin;
    this.#around = around;
    this.#changes = origin.onChanged?.(() => this.#refreshes.request());
  }

  async start(): Promise<ViewStart> {
    if (this.#stale) {
      this.#stale = false;
      await this.#reload();
    }
    return this.#viewStart(await this.#current());
  }

  async rows(from: number, to: number): Promise<ArrayBuffer> {
    return this.#around.parser.rpc.call('rows', { trace: (await this.#trace()).handle, from, to });
  }

  async detail(row: number): Promise<SpanDetail> {
    return this.#around.parser.rpc.call('detail', { trace: (await this.#trace()).handle, row });
  }

  async marks(from: number, to: number): Promise<ArrayBuffer> {
    return this.#around.parser.rpc.call('marks', { trace: (await this.#trace()).handle, from, to });
  }

  async location(row: number, reveal: boolean): Promise<LocationView> {
    const detail = await this.detail(row);
    this.#spanId = detail.spanId;
    return this.#around.navigator.show(await this.#clues(detail), reveal ? 'reveal' : 'look', this.#around.column());
  }

  async openSource(row: number): Promise<LocationView> {
    const clues = await this.#clues(await this.detail(row));
    return this.#around.navigator.show(clues, 'go', this.#around.column());
  }

  async correctLocation(row: number): Promise<LocationView> {
    return this.#around.navigator.correct(await this.#clues(await this.detail(row)), this.#around.column());
  }

  async find(text: string): Promise<FindResult> {
    return this.#around.parser.rpc.call('find', { trace: (await this.#trace()).handle, text });
  }

  async groupBy(key: string): Promise<GroupResult> {
    return this.#around.parser.rpc.call('groupBy', { trace: (await this.#trace()).handle, key });
  }

  async openLink(row: number, link: number): Promise<void> {
    const target = (await this.detail(row)).links[link];
    if (!target) throw new Problem('not-found', 'The span has no such link.');
    await this.#around.openTrace(target.traceId, target.spanId);
  }

  async linkedFrom(row: number): Promise<readonly SpanRef[]> {
    const { parser } = this.#around;
    const { handle } = await this.#trace();
    const { traceId, spanId } = await this.detail(row);
    const [here, stored] = await Promise.all([
      parser.rpc.call('linkedFrom', { trace: handle, row }),
      // The trace may come from elsewhere while no store can be opened: then only its own links are known.
      this.#around.linksTo({ traceId, spanId }).catch((): readonly SpanRef[] => []),
    ]);
    const links = [...here, ...stored.filter((link) => link.traceId !== traceId)].slice(0, MAX_INBOUND_LINKS);
    this.#inbound = { row, links };
    return links;
  }

  async openInboundLink(row: number, index: number): Promise<void> {
    const links = this.#inbound?.row === row ? this.#inbound.links : await this.linkedFrom(row);
    const origin = links[index];
    if (!origin) throw new Problem('not-found', 'No such span links here.');
    await this.#around.openTrace(origin.traceId, origin.spanId);
  }

  async skew(): Promise<SkewResult> {
    return this.#around.parser.rpc.call('skew', { trace: (await this.#trace()).handle });
  }

  async logs(row: number): Promise<readonly SpanLog[]> {
    return this.#logsOf((await this.detail(row)).spanId);
  }

  async #logsOf(spanId: SpanId): Promise<readonly SpanLog[]> {
    const chunks = (await this.#origin.logs?.().catch((): readonly ArrayBuffer[] => [])) ?? [];
    return chunks.length === 0 ? [] : this.#around.parser.rpc.call('logsOfSpan', { chunks, spanId });
  }

  async copySpan(row: number, as: SpanTextForm): Promise<string> {
    const text = spanText(await this.detail(row), as, vscode.env.uriScheme);
    await vscode.env.clipboard.writeText(text);
    return text;
  }

  async exportTrace(format: ExportFormat, mask: boolean): Promise<void> {
    const name = `trace-${this.#traceId.slice(0, 8)}.${format === 'otlp-json' ? 'otlp' : 'jaeger'}.json`;
    await saveFile(name, { JSON: ['json'] }, async () => {
      const trace = (await this.#trace()).handle;
      return new Uint8Array(await this.#around.parser.rpc.call('exportTrace', { trace, format, mask }));
    });
  }

  async exportPicture(svg: string): Promise<void> {
    const name = `trace-${this.#traceId.slice(0, 8)}.svg`;
    await saveFile(name, { SVG: ['svg'] }, () => Promise.resolve(new TextEncoder().encode(svg)));
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
    this.#refreshes.dispose();
    this.#replaced.dispose();
    void this.#close(this.#loaded);
  }

  /** A span that names a file needs no logs to be found. */
  async #clues(detail: SpanDetail): Promise<SpanClues> {
    const own = spanCluesOf(detail, []);
    if (own.refs[0]?.origin === 'attributes' && own.refs[0].filePath !== undefined) return own;
    return spanCluesOf(detail, await this.#logsOf(detail.spanId));
  }

  async #trace(): Promise<OpenedTrace> {
    return (await this.#current()).trace;
  }

  async #current(): Promise<Loaded> {
    const loaded = await this.#loaded?.catch(() => undefined);
    if (loaded && loaded.generation === this.#around.parser.generation) return loaded;
    return (this.#loaded = this.#load());
  }

  async #load(): Promise<Loaded> {
    const { parser } = this.#around;
    const { format, chunks } = await this.#origin.fetch();
    const generation = parser.generation;
    const { traces, notes, rejected } = await parser.rpc.call('open', { chunks, ...(format && { format }) });
    for (const { handle, header } of traces)
      if (header.traceId !== this.#traceId) void parser.rpc.call('close', { trace: handle });
    const trace = traces.find(({ header }) => header.traceId === this.#traceId);
    if (!trace) throw new Problem('not-found', `${this.#origin.label} no longer has the trace ${this.#traceId}.`);
    const leftOut = rejectedText(rejected);
    return { trace, notes: leftOut === undefined ? notes : [...notes, leftOut], generation };
  }

  /** Takes in what arrived since; what is shown stays until the new trace is ready. */
  async #refresh(): Promise<void> {
    if (!this.#loaded) return;
    if (!this.#around.isVisible()) {
      this.#stale = true;
      return;
    }
    const loaded = await this.#reload();
    const start = loaded && (await this.#viewStart(loaded).catch(() => undefined));
    if (start && !this.#disposed) this.#replaced.fire(start);
  }

  async #reload(): Promise<Loaded | undefined> {
    const before = this.#loaded;
    const loading = this.#load();
    try {
      const loaded = await loading;
      if (this.#disposed) {
        await this.#close(loading);
        return undefined;
      }
      this.#loaded = loading;
      this.#inbound = undefined;
      await this.#close(before);
      return loaded;
    } catch {
      // The trace was deleted meanwhile: the view keeps showing what it has.
      return undefined;
    }
  }

  async #viewStart({ trace: { header }, notes }: Loaded): Promise<ViewStart> {
    const selectedRow = this.#spanId === undefined ? -1 : await this.rowOf(this.#spanId);
    const lastMs = await this.#origin.lastArrivalMs?.().catch(() => undefined);
    const orphans = header.warnings.some(({ repair }) => repair === 'orphan');
    return {
      header,
      selectedRow,
      source: this.#origin.label,
      notes,
      arrivingMs: arrivingMs(lastMs, orphans, Date.now()),
    };
  }

  async #close(loading: Promise<Loaded> | undefined): Promise<void> {
    const loaded = await loading?.catch(() => undefined);
    if (!loaded || loaded.generation !== this.#around.parser.generation) return;
    await this.#around.parser.rpc.call('close', { trace: loaded.trace.handle }).catch(() => undefined);
  }
}
