import type { Trace } from '../core/assemble.ts';
import { eventMarks } from '../core/eventMarks.ts';
import { exportJaegerJson } from '../core/formats/exportJaegerJson.ts';
import { exportOtlpJson } from '../core/formats/exportOtlpJson.ts';
import { logsOfSpan } from '../core/formats/logsOfSpan.ts';
import { FILE_LIMITS } from '../core/formats/limits.ts';
import { groupByAttribute } from '../core/groupByAttribute.ts';
import { linkedFrom } from '../core/linkedFrom.ts';
import { matchSpans } from '../core/matchSpans.ts';
import { Problem } from '../core/problem.ts';
import type {
  FindResult,
  GroupResult,
  OpenResult,
  OtlpContent,
  ParserApi,
  SkewResult,
  SummariseResult,
  TraceHandle,
} from '../core/protocol.ts';
import { packRows } from '../core/rowBlock.ts';
import type { Handlers } from '../core/rpc.ts';
import { spanDetail } from '../core/spanDetail.ts';
import { parseSpanQuery } from '../core/spanQuery.ts';
import { spanIdOf } from '../core/assemble.ts';
import { profileSpans } from '../core/spanProfile.ts';
import { traceSkew } from '../core/traceSkew.ts';
import { TraceText } from '../core/traceText.ts';
import { matchingSummaries } from './matchingSummaries.ts';
import { readPayloads } from './readPayloads.ts';
import { readTraces } from './readTraces.ts';

type TraceCalls = Pick<
  ParserApi,
  | 'open'
  | 'summarise'
  | 'toOtlp'
  | 'rows'
  | 'detail'
  | 'marks'
  | 'rowOf'
  | 'find'
  | 'groupBy'
  | 'exportTrace'
  | 'linkedFrom'
  | 'skew'
  | 'logsOfSpan'
  | 'profileSpans'
  | 'close'
>;

/** The traces that the other threads hold by handle. Their bytes and columns live here until they are closed. */
export class TraceSessions {
  readonly #traces = new Map<TraceHandle, Trace>();
  #lastHandle = 0;
  /** Text is kept for one trace, the last that was searched: it is about as large as the trace's bytes. */
  #searched: { readonly handle: TraceHandle; readonly text: TraceText } | undefined;

  readonly handlers: Handlers<TraceCalls> = {
    open: ({ chunks, format }): OpenResult => {
      const read = readTraces(
        chunks.map((chunk) => new Uint8Array(chunk)),
        format,
        FILE_LIMITS,
      );
      return {
        format: read.format,
        rejected: read.rejected,
        notes: read.notes,
        traces: read.traces.map((trace) => {
          const handle = ++this.#lastHandle;
          this.#traces.set(handle, trace);
          return { handle, header: trace.header, summary: trace.summary };
        }),
      };
    },
    summarise: ({ chunks, format, filter }): SummariseResult => {
      const bytes = chunks.map((chunk) => new Uint8Array(chunk));
      const { traces, rejected } = readTraces(bytes, format, FILE_LIMITS);
      return {
        traces: matchingSummaries(traces, filter),
        read: traces.length,
        oldestEpochNs: traces[0]?.summary.startEpochNs,
        rejected,
      };
    },
    toOtlp: ({ chunks, format }): OtlpContent => {
      const bytes = chunks.map((chunk) => new Uint8Array(chunk));
      const { payloads, rejected, notes } = readPayloads(bytes, format, FILE_LIMITS);
      return { payloads: payloads.map((payload) => payload.slice().buffer), rejected, notes };
    },
    rows: ({ trace, from, to }): ArrayBuffer => {
      const { columns } = this.#of(trace);
      const first = clamp(from, 0, columns.count);
      return packRows(columns, first, clamp(to, first, columns.count));
    },
    detail: ({ trace, row }) => spanDetail(this.#of(trace), row),
    marks: ({ trace, from, to }): ArrayBuffer => {
      const held = this.#of(trace);
      const first = clamp(from, 0, held.columns.count);
      return eventMarks(held, first, clamp(to, first, held.columns.count));
    },
    rowOf: ({ trace, spanId }): number => {
      const { source, material } = this.#of(trace);
      return source.findIndex((span) => spanIdOf(material.rows, span) === spanId);
    },
    find: ({ trace, text }): FindResult => {
      const query = parseSpanQuery(text);
      const rows = matchSpans(this.#of(trace), this.#textOf(trace), query);
      return { count: rows.length, rows: rows.buffer, problems: query.problems };
    },
    groupBy: ({ trace, key }): GroupResult => {
      const { labels, group } = groupByAttribute(this.#of(trace), key);
      return { labels, group: group.buffer };
    },
    exportTrace: ({ trace, format, mask }): ArrayBuffer =>
      (format === 'otlp-json' ? exportOtlpJson : exportJaegerJson)(this.#of(trace), mask).buffer,
    linkedFrom: ({ trace, row }) => linkedFrom(this.#of(trace), row),
    skew: ({ trace }): SkewResult => traceSkew(this.#of(trace)),
    logsOfSpan: ({ chunks, spanId }) =>
      logsOfSpan(
        chunks.map((chunk) => new Uint8Array(chunk)),
        spanId,
      ),
    profileSpans: ({ chunks, spanIds }) => {
      const bytes = chunks.map((chunk) => new Uint8Array(chunk));
      const wanted = new Set(spanIds);
      return readTraces(bytes, 'otlp-protobuf', FILE_LIMITS).traces.flatMap((trace) => profileSpans(trace, wanted));
    },
    close: ({ trace }): void => {
      this.#traces.delete(trace);
      if (this.#searched?.handle === trace) this.#searched = undefined;
    },
  };

  #textOf(handle: TraceHandle): TraceText {
    if (this.#searched?.handle !== handle) this.#searched = { handle, text: new TraceText(this.#of(handle)) };
    return this.#searched.text;
  }

  #of(handle: TraceHandle): Trace {
    const trace = this.#traces.get(handle);
    if (!trace) throw new Problem('not-found', 'This trace is no longer open. Open it again.');
    return trace;
  }
}

function clamp(value: number, min: number, max: number): number {
  return Number.isFinite(value) ? Math.min(max, Math.max(min, Math.trunc(value))) : min;
}
