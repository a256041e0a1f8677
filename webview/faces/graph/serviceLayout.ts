import { Graph, layout } from '@dagrejs/dagre';
import type { ServiceEdge, ServiceNode } from '../../../src/core/serviceGraph.ts';

/** A picture of more services is read by nobody: those with the most spans are kept. */
const MAX_NODES = 300;
/** The same for calls. */
const MAX_EDGES = 1000;
/**
 * Calls that shape the layout, at most: the others are drawn straight between the places that result. Dagre took half a second for 50
 * services with 300 calls among them, and 33 seconds for 300 with 1,000.
 */
const MAX_SHAPING = 200;
/** With more than this a picture is a bundle of lines round boxes too small to read. */
const SHAPING_PER_NODE = 2;
/** Up to here dagre does its best, which takes about a tenth of a second; above, the quicker of its ways. */
const MAX_EXACT = 60;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** (x, y) is the middle. */
export interface PlacedNode extends Point {
  readonly node: ServiceNode;
  readonly widthPx: number;
}

export interface PlacedEdge {
  readonly edge: ServiceEdge;
  readonly points: readonly Point[];
  /** `undefined` where there is no room for one. */
  readonly label: Point | undefined;
}

export interface ServicePicture {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly widthPx: number;
  readonly heightPx: number;
  /** What was left out. */
  readonly hiddenNodes: number;
  readonly hiddenEdges: number;
}

export const NODE_PX = 44;
const LABEL_PX = 30;

interface Sizes {
  readonly nodeWidthPx: (node: ServiceNode) => number;
  readonly labelWidthPx: (edge: ServiceEdge) => number;
}

/** Callers left of callees. Keys are numbers: no name from the trace reaches the library. */
export function layOutServices(
  graph: { readonly nodes: readonly ServiceNode[]; readonly edges: readonly ServiceEdge[] },
  sizes: Sizes,
): ServicePicture {
  const nodes = graph.nodes.toSorted((a, b) => b.spans - a.spans).slice(0, MAX_NODES);
  const kept = new Set(nodes.map(({ service }) => service));
  const among = graph.edges.filter(({ from, to }) => kept.has(from) && kept.has(to));
  const edges = among.toSorted((a, b) => b.calls - a.calls).slice(0, MAX_EDGES);
  const shaping = shapingEdges(edges, Math.min(MAX_SHAPING, 4 + SHAPING_PER_NODE * nodes.length));
  const exact = shaping.size <= MAX_EXACT;
  const work = new Graph();
  work.setGraph({
    rankdir: 'LR',
    nodesep: 26,
    ranksep: 64,
    edgesep: 14,
    marginx: 16,
    marginy: 16,
    ranker: exact ? 'network-simplex' : 'tight-tree',
  });
  for (const node of nodes) work.setNode(String(node.service), { width: sizes.nodeWidthPx(node), height: NODE_PX });
  for (const edge of shaping) {
    const label = { width: sizes.labelWidthPx(edge), height: LABEL_PX, labelpos: 'c' };
    work.setEdge(String(edge.from), String(edge.to), label);
  }
  layout(work, { disableOptimalOrderHeuristic: !exact });
  const size = work.graph() as { readonly width?: number; readonly height?: number };
  const placed = new Map(
    nodes.map((node) => {
      const { x, y, width } = work.node(String(node.service)) as Point & { readonly width: number };
      return [node.service, { node, x, y, widthPx: width }];
    }),
  );
  return {
    nodes: [...placed.values()],
    edges: edges.map((edge) => {
      if (!shaping.has(edge)) return straight(edge, placed.get(edge.from)!, placed.get(edge.to)!);
      const { points, x, y } = work.edge(String(edge.from), String(edge.to)) as Point & {
        readonly points: readonly Point[];
      };
      return { edge, points, label: { x, y } };
    }),
    widthPx: size.width ?? 0,
    heightPx: size.height ?? 0,
    hiddenNodes: graph.nodes.length - nodes.length,
    hiddenEdges: graph.edges.length - edges.length,
  };
}

/** For each service the call that reaches it most often, then what is called most; `edges` come in that order. */
function shapingEdges(edges: readonly ServiceEdge[], max: number): ReadonlySet<ServiceEdge> {
  const reached = new Set<number>();
  const first = edges.filter(({ to }) => !reached.has(to) && reached.add(to));
  const chosen = new Set(first.slice(0, max));
  for (const edge of edges) if (chosen.size < max) chosen.add(edge);
  return chosen;
}

/** From the near side of one box to the near side of the other. */
function straight(edge: ServiceEdge, from: PlacedNode, to: PlacedNode): PlacedEdge {
  const side = to.x >= from.x ? 0.5 : -0.5;
  const points = [
    { x: from.x + side * from.widthPx, y: from.y },
    { x: to.x - side * to.widthPx, y: to.y },
  ];
  return { edge, points, label: undefined };
}
