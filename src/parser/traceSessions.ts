import type { Trace } from '../core/assemble.ts';
import { findRows } from '../core/findRows.ts';
import { FILE_LIMITS } from '../core/formats/limits.ts';
import { Problem } from '../core/problem.ts';
import type { FindResult, OpenResult, ParserApi, TraceHandle } from '../core/protocol.ts';
import { packRows } from '../core/rowBlock.ts';
import type { Handlers } from '../core/rpc.ts';
import { spanDetail } from '../core/spanDetail.ts';
import { spanIdOf } from '../core/assemble.ts';
import { readTraces } from './readTraces.ts';

type TraceCalls = Pick<ParserApi, 'open' | 'rows' | 'detail' | 'rowOf' | 'find' | 'close'>;

/** The traces that the other threads hold by handle. Their bytes and columns live here until they are closed. */
export class TraceSessions {
  readonly #traces = new Map<TraceHandle, Trace>();
  #lastHandle = 0;

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
        traces: read.traces.map((trace) => {
          const handle = ++this.#lastHandle;
          this.#traces.set(handle, trace);
          return { handle, header: trace.header, summary: trace.summary };
        }),
      };
    },
    rows: ({ trace, from, to }): ArrayBuffer => {
      const { columns } = this.#of(trace);
      const first = clamp(from, 0, columns.count);
      return packRows(columns, first, clamp(to, first, columns.count));
    },
    detail: ({ trace, row }) => spanDetail(this.#of(trace), row),
    rowOf: ({ trace, spanId }): number => {
      const { source, material } = this.#of(trace);
      return source.findIndex((span) => spanIdOf(material.rows, span) === spanId);
    },
    find: ({ trace, text }): FindResult => {
      const rows = findRows(this.#of(trace), text);
      return { count: rows.length, rows: rows.buffer };
    },
    close: ({ trace }): void => {
      this.#traces.delete(trace);
    },
  };

  #of(handle: TraceHandle): Trace {
    const trace = this.#traces.get(handle);
    if (!trace) throw new Problem('not-found', 'This trace is no longer open. Open it again.');
    return trace;
  }
}

function clamp(value: number, min: number, max: number): number {
  return Number.isFinite(value) ? Math.min(max, Math.max(min, Math.trunc(value))) : min;
}
