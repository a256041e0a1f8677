import { parseSpanId, parseTraceId } from '../core/ids.ts';
import type { TraceSummary } from '../core/trace.ts';
import { field, listField, textField } from './json.ts';

const NS_PER_US = 1000n;

interface SearchedSpan {
  readonly spanId: string;
  readonly parentId: string;
  readonly name: string;
  readonly service: string;
  readonly startUs: bigint;
  readonly endUs: bigint;
  readonly error: boolean;
}

/** The line in a list of a trace in Jaeger's JSON; `undefined` when it has no ID or no span with a time. */
export function jaegerSummary(trace: unknown): TraceSummary | undefined {
  const traceId = parseTraceId(textField(trace, 'traceID'));
  const processes = field(trace, 'processes');
  const spans = listField(trace, 'spans').flatMap((span) => searchedSpan(span, processes));
  const first = spans[0];
  if (!traceId || !first) return undefined;
  const ids = new Set(spans.map((span) => span.spanId));
  // The root proper, else the first orphan in time; a ring has neither, so any span stands for it.
  spans.sort((a, b) => (a.startUs < b.startUs ? -1 : a.startUs > b.startUs ? 1 : 0));
  const root = spans.find((span) => span.parentId === '') ?? spans.find((span) => !ids.has(span.parentId)) ?? spans[0]!;
  const startUs = spans[0]!.startUs;
  const endUs = spans.reduce((latest, span) => (span.endUs > latest ? span.endUs : latest), startUs);
  return {
    traceId,
    rootService: root.service,
    rootName: root.name,
    rootSpanId: parseSpanId(root.spanId),
    startEpochNs: (startUs * NS_PER_US).toString(),
    durationNs: Number((endUs - startUs) * NS_PER_US),
    spans: spans.length,
    errors: spans.filter((span) => span.error).length,
    services: [...new Set(spans.map((span) => span.service))],
  };
}

function searchedSpan(span: unknown, processes: unknown): readonly SearchedSpan[] {
  const startUs = microseconds(field(span, 'startTime'));
  if (startUs === undefined) return [];
  return [
    {
      spanId: textField(span, 'spanID'),
      parentId: parentOf(span),
      name: textField(span, 'operationName'),
      service: textField(field(processes, textField(span, 'processID')), 'serviceName'),
      startUs,
      endUs: startUs + (microseconds(field(span, 'duration')) ?? 0n),
      error: listField(span, 'tags').some(isErrorTag),
    },
  ];
}

/** The CHILD_OF reference within the trace; links have the other kind, or another trace. */
function parentOf(span: unknown): string {
  const reference = listField(span, 'references').find(
    (entry) => textField(entry, 'refType') === 'CHILD_OF' && textField(entry, 'traceID') === textField(span, 'traceID'),
  );
  return reference === undefined ? textField(span, 'parentSpanID') : textField(reference, 'spanID');
}

function isErrorTag(tag: unknown): boolean {
  const value = field(tag, 'value');
  return textField(tag, 'key') === 'error' && (value === true || value === 'true');
}

/** Microseconds since 1970 stay below 2^53 until the year 2255. */
function microseconds(value: unknown): bigint | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? BigInt(value as number) : undefined;
}
