import type { SpanId, TraceId } from '../ids.ts';
import { derivedSpanId } from './derivedSpanId.ts';
import { compareZipkinHeads, type ZipkinHead } from './zipkinHead.ts';
import { zipkinHalves } from './zipkinHalves.ts';

/** A span as it is to be written: under an ID of its own, below its parent. */
export interface ZipkinNode {
  readonly traceId: TraceId;
  readonly spanId: SpanId;
  /** As sent; another one than `spanId` where a client has it. */
  readonly id: SpanId;
  readonly parentId: SpanId | undefined;
  readonly parts: readonly ZipkinHead[];
}

/**
 * Spans of the reports of a file, whatever order they came in. OTLP has one span an ID, so a server that shares its client's becomes
 * the child of that client under an ID derived from it, and what names that ID as its parent goes below the half of its own
 * service, which is how Zipkin draws it. A server whose client was not reported keeps the ID.
 */
export function zipkinNodes(heads: readonly ZipkinHead[], bytes: Uint8Array): readonly ZipkinNode[] {
  const whole = wholeTraceIds(heads);
  const traces = new Map<TraceId, Map<SpanId, ZipkinHead[]>>();
  for (const head of heads) {
    const traceId = whole(head.traceId);
    let spans = traces.get(traceId);
    if (!spans) traces.set(traceId, (spans = new Map()));
    const parts = spans.get(head.id);
    if (parts) parts.push(head);
    else spans.set(head.id, [head]);
  }
  return [...traces.keys()].sort().flatMap((traceId) => nodesOf(traceId, traces.get(traceId)!, bytes));
}

/** Sites that were upgraded in part report some spans of a trace with the right half of its ID alone: they are of the one trace ending so. */
function wholeTraceIds(heads: readonly ZipkinHead[]): (traceId: TraceId) => TraceId {
  const byRight = new Map<string, TraceId | 'several'>();
  for (const { traceId } of heads) {
    if (traceId.startsWith(NO_LEFT)) continue;
    const right = traceId.slice(16);
    const known = byRight.get(right);
    if (known !== traceId) byRight.set(right, known === undefined ? traceId : 'several');
  }
  return (traceId) => {
    const found = traceId.startsWith(NO_LEFT) ? byRight.get(traceId.slice(16)) : undefined;
    return found === undefined || found === 'several' ? traceId : found;
  };
}

const NO_LEFT = '0'.repeat(16);

function nodesOf(traceId: TraceId, spans: ReadonlyMap<SpanId, readonly ZipkinHead[]>, bytes: Uint8Array): ZipkinNode[] {
  const taken = new Set<string>();
  for (const [id, parts] of spans) {
    taken.add(id);
    for (const { parentId } of parts) if (parentId) taken.add(parentId);
  }
  const compare = compareZipkinHeads(bytes);
  const nodes: ZipkinNode[] = [];
  const shared = new Map<string, SpanId>();
  // In the order of IDs, so that the derived ones come out the same.
  for (const id of [...spans.keys()].sort()) {
    const { mains, servers } = zipkinHalves(inOrder(spans.get(id)!, compare));
    const parentOf = (parts: readonly ZipkinHead[]): SpanId | undefined =>
      parts.find(({ parentId }) => parentId)?.parentId;
    // Both halves have the same parent, but not all servers are told of it, nor all clients keep it.
    const parentId = parentOf(mains.flat()) ?? parentOf(servers.flat());
    for (const parts of mains) nodes.push({ traceId, spanId: id, id, parentId: parentOf(parts) ?? parentId, parts });
    for (const [index, parts] of servers.entries()) {
      const service = parts.find((part) => part.service !== '')?.service ?? '';
      const ip = parts.find((part) => part.ip !== '')?.ip ?? '';
      const alone = mains.length === 0;
      const spanId = alone && index === 0 ? id : derivedSpanId(id, `${service} ${ip}`, taken);
      taken.add(spanId);
      for (const key of [keyOf(id, service, ip), keyOf(id, service)]) if (!shared.has(key)) shared.set(key, spanId);
      nodes.push({ traceId, spanId, id, parentId: alone ? parentOf(parts) : id, parts });
    }
  }
  return nodes.map((node) => {
    const parentId = halfAbove(node, shared);
    return parentId === node.parentId ? node : movedBelow(node, parentId);
  });
}

/** In an order of their own, without those that were sent twice. */
function inOrder(
  heads: readonly ZipkinHead[],
  compare: (a: ZipkinHead, b: ZipkinHead) => number,
): readonly ZipkinHead[] {
  if (heads.length === 1) return heads;
  const sorted = heads.toSorted(compare);
  return sorted.filter((head, index) => index === 0 || compare(sorted[index - 1]!, head) !== 0);
}

/** The parent, or the half of it that the node's own service has. A shared half stays below its client, whatever that is. */
function halfAbove(
  { parentId, parts, spanId, id }: ZipkinNode,
  shared: ReadonlyMap<string, SpanId>,
): SpanId | undefined {
  if (parentId === undefined || (spanId !== id && parentId === id)) return parentId;
  const service = parts.find((part) => part.service !== '')?.service ?? '';
  const ip = parts.find((part) => part.ip !== '')?.ip ?? '';
  const half = shared.get(keyOf(parentId, service, ip)) ?? shared.get(keyOf(parentId, service));
  return half === undefined || half === spanId ? parentId : half;
}

function movedBelow(node: ZipkinNode, parentId: SpanId | undefined): ZipkinNode {
  return { ...node, parentId };
}

function keyOf(id: SpanId, service: string, ip?: string): string {
  return ip === undefined ? `${id}\0${service}` : `${id}\0${service}\0${ip}`;
}
