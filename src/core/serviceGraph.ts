import type { RowTree } from './rowTree.ts';
import { FLAG_ERROR, type TraceColumns } from './trace.ts';

export interface ServiceNode {
  /** Index into the trace's services. */
  readonly service: number;
  readonly spans: number;
  readonly errors: number;
  readonly selfNs: number;
}

/** Spans of `to` whose parent is of `from`, which is another service. */
export interface ServiceEdge {
  readonly from: number;
  readonly to: number;
  readonly calls: number;
  /** Calls whose span in `to` failed. */
  readonly errors: number;
  /** Durations as `to` measured them: of parallel calls more than the time that passed. */
  readonly totalNs: number;
  readonly maxNs: number;
}

/**
 * Who called whom. Nodes by service, edges by their first call. Calls within a service are none, and a service that sends no spans
 * (a database, say) is not to be seen in rows, so neither is in the graph.
 */
export function serviceGraph(
  { count, service, durationNs, flags }: TraceColumns,
  { parent }: RowTree,
  selfNs: Float64Array,
): { readonly nodes: readonly ServiceNode[]; readonly edges: readonly ServiceEdge[] } {
  const nodes = new Map<number, Mutable<ServiceNode>>();
  const edges = new Map<number, Mutable<ServiceEdge>>();
  for (let row = 0; row < count; row++) {
    const to = service[row]!;
    const isError = flags[row]! & FLAG_ERROR ? 1 : 0;
    let node = nodes.get(to);
    if (!node) nodes.set(to, (node = { service: to, spans: 0, errors: 0, selfNs: 0 }));
    node.spans++;
    node.errors += isError;
    node.selfNs += selfNs[row]!;

    const up = parent[row]!;
    const from = up < 0 ? to : service[up]!;
    if (from === to) continue;
    const key = from * SERVICES + to;
    let edge = edges.get(key);
    if (!edge) edges.set(key, (edge = { from, to, calls: 0, errors: 0, totalNs: 0, maxNs: 0 }));
    edge.calls++;
    edge.errors += isError;
    edge.totalNs += durationNs[row]!;
    edge.maxNs = Math.max(edge.maxNs, durationNs[row]!);
  }
  return { nodes: [...nodes.values()].sort((a, b) => a.service - b.service), edges: [...edges.values()] };
}

/** Services are 16-bit. */
const SERVICES = 2 ** 16;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
