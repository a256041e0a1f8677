import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOutServices, NODE_PX, type ServicePicture } from '../../../webview/faces/graph/serviceLayout.ts';

const picture = (services: number, calls: readonly (readonly [number, number])[]): ServicePicture =>
  layOutServices(
    {
      nodes: Array.from({ length: services }, (_, service) => ({ service, spans: service, errors: 0, selfNs: 1 })),
      edges: calls.map(([from, to]) => ({ from, to, calls: 1, errors: 0, totalNs: 1, maxNs: 1 })),
    },
    { nodeWidthPx: () => 100, labelWidthPx: () => 40 },
  );

test('any graph: every service and call is placed, and no two boxes overlap', () => {
  const call = fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 })).filter(([from, to]) => from !== to);
  const calls = fc.uniqueArray(call, { selector: String, maxLength: 40 });
  fc.assert(
    fc.property(calls, (all) => {
      const { nodes, edges } = picture(10, all);
      expect(edges).toHaveLength(all.length);
      for (const { points } of edges) for (const { x, y } of points) expect(Number.isFinite(x + y)).toBe(true);
      for (const a of nodes)
        for (const b of nodes)
          if (a !== b) expect(Math.abs(a.x - b.x) >= 100 || Math.abs(a.y - b.y) >= NODE_PX).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('of too many services those with the most spans are kept, and the rest is counted', () => {
  const { nodes, hiddenNodes } = picture(320, []);
  expect(nodes).toHaveLength(300);
  expect(hiddenNodes).toBe(20);
  expect(Math.min(...nodes.map(({ node }) => node.spans))).toBe(20);
});

test('calls beyond those that shape the layout are drawn without a label, and take no time', () => {
  const all = Array.from({ length: 40 }, (_, from) =>
    Array.from({ length: 20 }, (_, i) => [from, (from + i + 1) % 40] as const),
  );
  const begin = performance.now();
  const { edges } = picture(40, all.flat());
  expect(performance.now() - begin).toBeLessThan(5000);
  expect(edges).toHaveLength(800);
  expect(edges.filter(({ label }) => label === undefined)).toHaveLength(800 - 84);
});
