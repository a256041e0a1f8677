import { spanIdOf, type Trace } from './assemble.ts';
import { stringAttribute } from './attribute.ts';
import type { SpanId } from './ids.ts';
import { spanDetail } from './spanDetail.ts';

/** What a function's latency view needs of one call. Untrusted text. */
export interface SpanProfile {
  readonly spanId: SpanId;
  readonly durationNs: number;
  /** Of the duration, what no span below it covers. */
  readonly selfNs: number;
  /** What failed, of a span that did: the type of its last exception, its `error.type`, or else its status message. */
  readonly errorType: string | undefined;
}

const MAX_CHARS = 120;

/** Those of some spans that the trace has. */
export function profileSpans(trace: Trace, spanIds: ReadonlySet<SpanId>): readonly SpanProfile[] {
  const profiles: SpanProfile[] = [];
  for (const [row, span] of trace.source.entries()) {
    const spanId = spanIdOf(trace.material.rows, span);
    if (!spanIds.has(spanId)) continue;
    profiles.push({
      spanId,
      durationNs: trace.columns.durationNs[row]!,
      selfNs: trace.selfNs[row]!,
      errorType: errorTypeOf(trace, row),
    });
  }
  return profiles;
}

function errorTypeOf(trace: Trace, row: number): string | undefined {
  const { status, statusMessage, attributes, events } = spanDetail(trace, row);
  if (status !== 'error') return undefined;
  const exception = events.findLast(({ name }) => name === 'exception');
  const type =
    (exception && stringAttribute(exception.attributes, 'exception.type')) ||
    stringAttribute(attributes, 'error.type') ||
    stringAttribute(attributes, 'exception.type') ||
    statusMessage ||
    'unknown error';
  return type.slice(0, MAX_CHARS);
}
