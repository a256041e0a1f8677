import type { SpanHead } from '../../core/formats/spanHead.ts';
import type { SpanId } from '../../core/ids.ts';
import { clip } from './clip.ts';
import { spanTimes } from './spanTimes.ts';

/** The span that names its trace. */
export interface HeadSpan {
  readonly isRoot: boolean;
  readonly startEpochNs: bigint;
  readonly spanId: SpanId;
  readonly service: string;
  readonly name: string;
}

/** What a list shows of some spans of one trace. */
export interface TraceDigest {
  /** 0 while no span has a time. */
  readonly startEpochNs: bigint;
  readonly endEpochNs: bigint;
  readonly spans: number;
  readonly errors: number;
  /** Sorted, each once. */
  readonly services: readonly string[];
  readonly head: HeadSpan;
}

const MAX_NAME_LENGTH = 1000;
/** Traces have tens of services. Of more, the first by name are kept, which does not depend on the order of arrival. */
const MAX_SERVICES = 200;

/** The digest of at least one span. */
export function digestOf(spans: readonly [SpanHead, ...SpanHead[]]): TraceDigest {
  let startEpochNs = 0n;
  let endEpochNs = 0n;
  let errors = 0;
  let head = headOf(spans[0]);
  const services = new Set<string>();
  for (const span of spans) {
    const times = spanTimes(span.startEpochNs, span.endEpochNs);
    startEpochNs = earlier(startEpochNs, times.startEpochNs);
    if (times.endEpochNs > endEpochNs) endEpochNs = times.endEpochNs;
    if (span.error) errors++;
    services.add(clip(span.service, MAX_NAME_LENGTH));
    // Most spans are neither a root nor early: they need no text cut to know that they are not the head.
    if (span.parentSpanId !== undefined && head.isRoot) continue;
    const candidate = headOf(span);
    if (comesBefore(candidate, head)) {
      head = candidate;
    }
  }
  return { startEpochNs, endEpochNs, spans: spans.length, errors, services: firstServices(services), head };
}

/**
 * The digest of two disjoint sets of spans of one trace. Associative and commutative, so a trace looks the same whatever the order
 * and the batches in which its spans arrived.
 */
export function mergeDigests(a: TraceDigest, b: TraceDigest): TraceDigest {
  return {
    startEpochNs: earlier(a.startEpochNs, b.startEpochNs),
    endEpochNs: a.endEpochNs > b.endEpochNs ? a.endEpochNs : b.endEpochNs,
    spans: a.spans + b.spans,
    errors: a.errors + b.errors,
    services: firstServices(new Set([...a.services, ...b.services])),
    head: comesBefore(b.head, a.head) ? b.head : a.head,
  };
}

function headOf(span: SpanHead): HeadSpan {
  return {
    isRoot: span.parentSpanId === undefined,
    startEpochNs: spanTimes(span.startEpochNs, span.endEpochNs).startEpochNs,
    spanId: span.spanId,
    service: clip(span.service, MAX_NAME_LENGTH),
    name: clip(span.name, MAX_NAME_LENGTH),
  };
}

/** Roots first, then the earliest; the rest only makes the order total. */
function comesBefore(a: HeadSpan, b: HeadSpan): boolean {
  if (a.isRoot !== b.isRoot) return a.isRoot;
  if (a.startEpochNs !== b.startEpochNs) return earlier(a.startEpochNs, b.startEpochNs) === a.startEpochNs;
  if (a.spanId !== b.spanId) return a.spanId < b.spanId;
  if (a.service !== b.service) return a.service < b.service;
  return a.name < b.name;
}

/** The smaller of two times, where 0 is none. */
function earlier(a: bigint, b: bigint): bigint {
  if (a === 0n || b === 0n) return a === 0n ? b : a;
  return a < b ? a : b;
}

function firstServices(services: ReadonlySet<string>): readonly string[] {
  return [...services].sort().slice(0, MAX_SERVICES);
}
