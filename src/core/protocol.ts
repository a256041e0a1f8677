import type { SpanId, TraceId } from './ids.ts';
import type { LatencyApi } from './latencyProtocol.ts';
import type { Base0, Base1 } from './position.ts';
import type { SpanDetail } from './span.ts';
import type { SpanLog } from './spanLog.ts';
import type { SpanProfile } from './spanProfile.ts';
import type { SpanTextForm } from './spanText.ts';
import type { TraceHeader, TraceSummary } from './trace.ts';

/*
 * The messages between threads and with the webview. One interface a direction; `rpc.ts` derives the calls.
 * Everything here survives JSON except ArrayBuffers, which every channel carries as such.
 */

/**
 * Formats that `detect` tells apart. `otlp-protobuf` is also the store's own, and what Tempo's first API answers in protobuf;
 * `otlp-protobuf-frames` is the Collector's file format `proto`. `tempo-json` is both of Tempo's APIs, `tempo-proto` its second.
 */
export type TraceFormat =
  | 'otlp-json'
  | 'otlp-jsonl'
  | 'otlp-protobuf'
  | 'otlp-protobuf-frames'
  | 'jaeger-json'
  | 'zipkin-json'
  | 'tempo-json'
  | 'tempo-proto';

/** A trace held by the parser worker; numbers are never reused within a worker's life. */
export type TraceHandle = number;

export interface OpenedTrace {
  readonly handle: TraceHandle;
  readonly header: TraceHeader;
  readonly summary: TraceSummary;
}

export interface OpenResult {
  readonly format: TraceFormat;
  /** In order of start. */
  readonly traces: readonly OpenedTrace[];
  /** Spans that could not be kept, by reason. */
  readonly rejected: readonly RejectedCount[];
  /** What else has to be known of the content, a sentence each: that it is only a part of the trace, what was left out. */
  readonly notes: readonly string[];
}

export interface SummariseResult {
  /** In order of start. */
  readonly traces: readonly MatchedSummary[];
  /** How many traces there were before the filter, and the start of the first of them. */
  readonly read: number;
  readonly oldestEpochNs: string | undefined;
  readonly rejected: readonly RejectedCount[];
}

/** What a file holds, in the store's own form. */
export interface OtlpContent {
  readonly payloads: readonly ArrayBuffer[];
  readonly rejected: readonly RejectedCount[];
  readonly notes: readonly string[];
}

export interface MatchedSummary extends TraceSummary {
  /** Spans for which the filter holds; `undefined` without one. */
  readonly matched: number | undefined;
}

export interface RejectedCount {
  readonly reason: RejectReason;
  readonly count: number;
}

export type RejectReason = 'trace-id' | 'span-id' | 'malformed-span' | 'broken-line';

export interface FindResult {
  readonly count: number;
  /** Matching rows in display order, Uint32. */
  readonly rows: ArrayBuffer;
  /** What of the text could not be used as it looks, in a sentence each. */
  readonly problems: readonly string[];
}

/** The rows of a trace by the value of one attribute. */
export interface GroupResult {
  /** Group 0 is of the spans without the attribute. Untrusted text. */
  readonly labels: readonly string[];
  /** Group of each row, Uint32. */
  readonly group: ArrayBuffer;
}

/** What a trace can be written as for other tools. */
export type ExportFormat = 'otlp-json' | 'jaeger-json';

/** More than anybody follows. */
export const MAX_INBOUND_LINKS = 100;

/** Where a span is. */
export interface SpanRef {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
}

/** How far the clocks of a trace's hosts seem to be apart. */
export interface SkewResult {
  /** What to add to each row's start, Float64 nanoseconds. */
  readonly deltaNs: ArrayBuffer;
  /** Rows whose delta is not 0. */
  readonly adjusted: number;
}

/** A parsed source map held by the parser worker. */
export type SourceMapHandle = number;

export interface OpenedSourceMap {
  readonly handle: SourceMapHandle;
  /** As written in the map, `sourceRoot` joined, nothing resolved: untrusted text. */
  readonly sources: readonly (string | null)[];
}

export interface OriginalPosition {
  /** Index into {@link OpenedSourceMap.sources}. */
  readonly source: number;
  readonly line: Base1;
  readonly column: Base0;
  /** The map says that the source is other people's code (`ignoreList`). */
  readonly ignored?: true;
  /** How many lines the source's text has, at least 1, where the map carries it. */
  readonly contentLines?: number;
}

/** What the parser worker answers. */
export interface ParserApi {
  /** Decodes bytes of any known format (gzip included); several chunks are one payload in pieces of the same format. */
  open(params: { readonly chunks: readonly ArrayBuffer[]; readonly format?: TraceFormat }): OpenResult;
  /**
   * Sums traces up without keeping them.
   * @param filter the search that they came from, in the language of `parseTraceQuery`: traces without a span for which all its conditions
   * hold are left out, and `matched` counts the spans; empty takes all
   */
  summarise(params: {
    readonly chunks: readonly ArrayBuffer[];
    readonly format?: TraceFormat;
    readonly filter: string;
  }): SummariseResult;
  /** The same content as OTLP protobuf, for the store. */
  toOtlp(params: { readonly chunks: readonly ArrayBuffer[]; readonly format?: TraceFormat }): OtlpContent;
  /** Columns of rows [from, to) packed by `packRows`. */
  rows(params: { readonly trace: TraceHandle; readonly from: number; readonly to: number }): ArrayBuffer;
  detail(params: { readonly trace: TraceHandle; readonly row: number }): SpanDetail;
  /** Events of rows [from, to) as marks packed by `packMarks`. */
  marks(params: { readonly trace: TraceHandle; readonly from: number; readonly to: number }): ArrayBuffer;
  /** -1 when the trace has no such span. */
  rowOf(params: { readonly trace: TraceHandle; readonly spanId: SpanId }): number;
  /** `text` in the language of `parseSpanQuery`. */
  find(params: { readonly trace: TraceHandle; readonly text: string }): FindResult;
  /** By the value of a span attribute or, where a span has none of that key, of its resource's. */
  groupBy(params: { readonly trace: TraceHandle; readonly key: string }): GroupResult;
  /** The whole trace as bytes of another format; `mask` hides the values of secret-looking attributes. */
  exportTrace(params: {
    readonly trace: TraceHandle;
    readonly format: ExportFormat;
    readonly mask: boolean;
  }): ArrayBuffer;
  /** The other spans of the trace that link to this one, at most `MAX_INBOUND_LINKS`. */
  linkedFrom(params: { readonly trace: TraceHandle; readonly row: number }): readonly SpanRef[];
  skew(params: { readonly trace: TraceHandle }): SkewResult;
  /** The log records of a span out of chunks of OTLP logs. */
  logsOfSpan(params: { readonly chunks: readonly ArrayBuffer[]; readonly spanId: SpanId }): readonly SpanLog[];
  /** Of a trace that is not kept open: those of some spans that it has. */
  profileSpans(params: {
    readonly chunks: readonly ArrayBuffer[];
    readonly spanIds: readonly SpanId[];
  }): readonly SpanProfile[];
  close(params: { readonly trace: TraceHandle }): void;
  openSourceMap(params: { readonly bytes: ArrayBuffer }): OpenedSourceMap;
  originalPosition(params: {
    readonly map: SourceMapHandle;
    readonly line: Base1;
    readonly column: Base0 | undefined;
  }): OriginalPosition | undefined;
  /** The source's text when the map carries it, and it is of a size that somebody may read. */
  sourceContent(params: { readonly map: SourceMapHandle; readonly source: number }): string | undefined;
  closeSourceMap(params: { readonly map: SourceMapHandle }): void;
}

export type ReceiverState =
  | { readonly state: 'off' }
  | {
      readonly state: 'on';
      readonly port: number;
      readonly addresses: readonly string[];
      /** OTLP over gRPC, on a port of its own; absent when it was not asked for. */
      readonly grpc?: GrpcState;
    }
  /** Another program has the port, or a Spanline with another store. */
  | { readonly state: 'busy'; readonly port: number; readonly by: string }
  /** Another window on the same store receives: its traces are shown here too, and this window takes over when that one closes. */
  | { readonly state: 'elsewhere'; readonly port: number }
  | { readonly state: 'failed'; readonly port: number; readonly message: string };

/** How the receiver for gRPC stands. */
export type GrpcState =
  | { readonly state: 'off' }
  | { readonly state: 'on'; readonly port: number; readonly addresses: readonly string[] }
  | { readonly state: 'busy'; readonly port: number; readonly by: string }
  | { readonly state: 'failed'; readonly port: number; readonly message: string };

/** How the receiver is to listen. */
export interface StartOptions {
  /** For OTLP over HTTP; 0 for any. */
  readonly port: number;
  /** For OTLP over gRPC; 0 or absent for none. */
  readonly grpcPort?: number;
  /** Whether Zipkin's JSON is taken on `/api/v2/spans`. */
  readonly acceptZipkin?: boolean;
  /** An address instead of the loopback ones; it needs a token. */
  readonly host?: string;
  /** What every sender has to show. */
  readonly token?: string;
}

/** What the store may keep. */
export interface RetentionLimits {
  /** On disk. */
  readonly capBytes: number;
  /** How long a trace stays after its last span arrived; 0 for as long as there is room. */
  readonly maxAgeMs: number;
}

/** Every span has a fate: received = stored + duplicate + rejected; stored = readable + evicted. */
export interface CollectorStats {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly rejected: Readonly<Record<string, number>>;
  readonly evicted: Readonly<Record<string, number>>;
  /** Refused requests by reason (a bad Host, a body too large, ...). */
  readonly refusedRequests: Readonly<Record<string, number>>;
  /** Requests answered and thrown away because they carry no traces, by signal (logs, metrics). */
  readonly ignoredRequests: Readonly<Record<string, number>>;
  /** Log records: received = stored + without a trace + malformed; those stored are readable until they leave with their trace. */
  readonly logs?: {
    readonly received: number;
    readonly stored: number;
    readonly withoutTrace: number;
    readonly malformed: number;
    readonly evicted: number;
  };
  /** Damaged store files found, and renamed to make room for a new one. */
  readonly storesMovedAside: number;
  /** Parts of traces that were read since the store was opened and passed over, because their bytes are not what was written. */
  readonly damagedChunks: number;
  readonly traces: number;
  readonly storeBytes: number;
}

/** Which traces to list; every field narrows. */
export interface TraceListQuery {
  readonly limit: number;
  readonly text?: string;
  readonly service?: string;
  readonly operation?: string;
  readonly errorsOnly?: boolean;
  readonly minDurationNs?: number;
  /** Decimal nanoseconds since the Unix epoch: when it started, both inclusive. */
  readonly fromEpochNs?: string;
  readonly toEpochNs?: string;
}

/** What became of spans that were to be kept. */
export interface KeepResult {
  readonly traces: readonly TraceId[];
  readonly stored: number;
  readonly duplicate: number;
  readonly rejected: readonly RejectedCount[];
}

/** What the collector worker answers. */
export interface CollectorApi extends LatencyApi {
  start(options: StartOptions): ReceiverState;
  /** Takes effect with what arrives next. */
  configure(limits: RetentionLimits): void;
  stop(): ReceiverState;
  /** A port that is free now, the next one up where possible: to offer instead of a taken one. */
  freePortNear(params: { readonly port: number }): number;
  list(query: TraceListQuery): readonly TraceSummary[];
  /** The stored OTLP protobuf of a trace in arrival order; empty when the store does not have it. */
  trace(params: { readonly traceId: TraceId }): readonly ArrayBuffer[];
  /** Traces whose ID ends with these 16 digits, the low half: all that Datadog's decimal form tells. At most 20, newest first. */
  endingWith(params: { readonly lowHalf: string }): readonly TraceId[];
  /** Start of the oldest trace, decimal nanoseconds since the Unix epoch; undefined when there is none. */
  oldestEpochNs(): string | undefined;
  /** Services of the latest traces, and the operations that traces begin with, for completion. */
  services(): readonly string[];
  operations(params: { readonly service: string }): readonly string[];
  /** Keeps OTLP protobuf that did not come over the receiver: a file's. */
  keep(params: { readonly payloads: readonly ArrayBuffer[] }): KeepResult;
  /** The stored log records of a trace, OTLP LogsData in arrival order; also of a trace without spans. */
  logs(params: { readonly traceId: TraceId }): readonly ArrayBuffer[];
  /** When the last of its spans arrived, milliseconds since the Unix epoch; undefined when the store does not have it. */
  lastArrival(params: { readonly traceId: TraceId }): number | undefined;
  /** Stored spans with a link to this one, at most `MAX_INBOUND_LINKS`, in order of arrival. */
  linksTo(params: SpanRef): readonly SpanRef[];
  clear(): void;
  stats(): CollectorStats;
  /** Stops the receiver once what is under way is answered, and closes the store; the last call that is answered. */
  close(): void;
}

/** What the collector worker tells unasked, at most a few times a second. */
export interface CollectorEvents {
  /** Traces were added or changed (at most 1,000 IDs; `all` when more did, or after a clear). */
  changed: { readonly traceIds: readonly TraceId[]; readonly all: boolean };
  receiver: ReceiverState;
}

/** How a span's source location stands. */
export type LocationView =
  | { readonly state: 'none'; readonly hint: string; readonly snippet?: Snippet }
  | {
      readonly state: 'found';
      /** Workspace-relative path and line, for people. */
      readonly label: string;
      readonly confidence: Confidence;
      /** One sentence: how it was found. */
      readonly reason: string;
      /** What became of the code since it ran, a sentence; absent when that is not known or nothing has changed. */
      readonly drift?: string;
    }
  | { readonly state: 'ambiguous'; readonly labels: readonly string[]; readonly reason: string }
  | { readonly state: 'missing'; readonly reason: string; readonly hint: string; readonly snippet?: Snippet };

/** A piece of code or configuration to copy. */
export interface Snippet {
  /** What it is for, after "Copy": `a span processor for Node.js`. */
  readonly label: string;
  readonly text: string;
}

export type Confidence = 'exact' | 'likely' | 'guess';

/** What the webview may ask of its host. Messages carry rows and IDs, never paths, commands or URLs. */
export interface HostApi {
  /** First call after load: the trace of this panel. Answers when it is there. */
  ready(): ViewStart;
  rows(params: { readonly from: number; readonly to: number }): ArrayBuffer;
  detail(params: { readonly row: number }): SpanDetail;
  /** Events of rows [from, to) as marks packed by `packMarks`. */
  marks(params: { readonly from: number; readonly to: number }): ArrayBuffer;
  /** Where the span's code is; `reveal` also shows it beside the waterfall without taking focus. */
  location(params: { readonly row: number; readonly reveal: boolean }): LocationView;
  /** Goes to the span's code, focus included; asks which when several fit. The place is as it is known after that. */
  openSource(params: { readonly row: number }): LocationView;
  /** Lets the user say where the span's code is, and remembers it. */
  correctLocation(params: { readonly row: number }): LocationView;
  find(params: { readonly text: string }): FindResult;
  groupBy(params: { readonly key: string }): GroupResult;
  /** Opens the trace of link number `link` of the row, at its span. */
  openLink(params: { readonly row: number; readonly link: number }): void;
  /** Spans with a link to this one: of the same trace, and of those in the local store. */
  linkedFrom(params: { readonly row: number }): readonly SpanRef[];
  /** Opens the trace of entry number `index` of {@link linkedFrom}, at its span. */
  openInboundLink(params: { readonly row: number; readonly index: number }): void;
  skew(): SkewResult;
  /** Log records written while the span ran, in order of time; none when its source keeps no logs. */
  logs(params: { readonly row: number }): readonly SpanLog[];
  copy(params: { readonly text: string }): void;
  /** Puts a span on the clipboard and gives the text; values that look secret are masked in it. */
  copySpan(params: { readonly row: number; readonly as: SpanTextForm }): string;
  /** Asks where to, writes the trace there and says so. */
  exportTrace(params: { readonly format: ExportFormat; readonly mask: boolean }): void;
  /** The same for a picture of the waterfall: an SVG document as the page drew it. */
  exportPicture(params: { readonly svg: string }): void;
}

export interface ViewStart {
  readonly header: TraceHeader;
  /** Row to select first, -1 for none. */
  readonly selectedRow: number;
  /** Where the trace came from: `local store`, a backend's name, a file's name. */
  readonly source: string;
  /** What else is to be known of it, a sentence each: that it is only a part, what could not be kept. */
  readonly notes?: readonly string[];
  /** How much longer to say that spans are still arriving unless more do; 0 or absent when the trace is settled. */
  readonly arrivingMs?: number;
}

/** What the host tells the webview unasked. */
export interface ViewEvents {
  /** The same trace with more spans; the view keeps its place by span. */
  replaced: ViewStart;
  select: { readonly row: number };
  failed: { readonly message: string };
}
