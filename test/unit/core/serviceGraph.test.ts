import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { selfTimes } from '../../../src/core/selfTime.ts';
import { serviceGraph } from '../../../src/core/serviceGraph.ts';
import { anyRows, chain, durationOf, rowsOf, sum, type TestRow } from './testRows.ts';

function graph(...rows: readonly TestRow[]): ReturnType<typeof serviceGraph> {
  const { columns, tree } = rowsOf(rows);
  return serviceGraph(columns, tree, selfTimes(columns));
}

describe('serviceGraph', () => {
  test('an edge is a change of service from parent to child', () => {
    expect(
      graph(
        { depth: 0, start: 0, end: 100, service: 1 },
        { depth: 1, start: 0, end: 90, service: 1 },
        { depth: 2, start: 10, end: 50, service: 0, error: true },
        { depth: 2, start: 50, end: 60, service: 0 },
        { depth: 3, start: 50, end: 55, service: 1 },
      ),
    ).toEqual({
      nodes: [
        { service: 0, spans: 2, errors: 1, selfNs: 45 },
        { service: 1, spans: 3, errors: 0, selfNs: 55 },
      ],
      edges: [
        { from: 1, to: 0, calls: 2, errors: 1, totalNs: 50, maxNs: 40 },
        { from: 0, to: 1, calls: 1, errors: 0, totalNs: 5, maxNs: 5 },
      ],
    });
  });

  test('one service alone has no edges, and no rows have no nodes', () => {
    expect(graph(...chain(100_000)).edges).toEqual([]);
    expect(graph()).toEqual({ nodes: [], edges: [] });
  });

  test('any tree: every span in one node, every change of service in one edge', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const { columns, tree } = rowsOf(rows);
        const { nodes, edges } = graph(...rows);
        const services = new Set(rows.map(({ service }) => service!));
        expect(nodes.map(({ service }) => service)).toEqual([...services].sort((a, b) => a - b));
        expect(sum(nodes.map(({ spans }) => spans))).toBe(rows.length);
        expect(sum(nodes.map(({ errors }) => errors))).toBe(rows.filter(({ error }) => error).length);
        expect(sum(nodes.map(({ selfNs }) => selfNs))).toBe(sum(selfTimes(columns).subarray(0, rows.length)));
        const calls = Map.groupBy(
          rows.filter((row, index) => row.depth > 0 && rows[tree.parent[index]!]!.service !== row.service),
          (row) => `${rows[tree.parent[rows.indexOf(row)]!]!.service} ${row.service}`,
        );
        expect(edges).toEqual(
          Array.from(calls, ([key, callees]) => ({
            from: Number(key.split(' ')[0]),
            to: Number(key.split(' ')[1]),
            calls: callees.length,
            errors: callees.filter(({ error }) => error).length,
            totalNs: sum(callees.map(durationOf)),
            maxNs: Math.max(...callees.map(durationOf)),
          })),
        );
      }),
    );
  });
});
