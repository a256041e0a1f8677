import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RowTree } from '../../../src/core/rowTree.ts';
import { VisibleRows } from '../../../webview/waterfall/visibleRows.ts';

/** Any depths, jumps included: the other end may be wrong. */
const depths = fc.array(fc.nat(6), { maxLength: 60 }).map((list) => Uint32Array.from(list));

function treeOf(depth: Uint32Array): RowTree {
  const tree = new RowTree(depth.length);
  tree.append(depth, depth.length);
  return tree;
}

describe('RowTree', () => {
  test('agrees with the definition', () => {
    fc.assert(
      fc.property(depths, (depth) => {
        const tree = treeOf(depth);
        const parents = [...depth].map((own, row) => depth.subarray(0, row).findLastIndex((other) => other < own));
        expect([...tree.parent]).toEqual(parents);
        for (let row = 0; row < depth.length; row++) {
          const next = depth.subarray(row + 1).findIndex((other) => other <= depth[row]!);
          expect(tree.subtreeEnd[row]).toBe(next < 0 ? depth.length : row + 1 + next);
          expect(tree.childCount[row]).toBe(parents.filter((parent) => parent === row).length);
          const siblings = parents.flatMap((parent, other) => (parent === parents[row] ? [other] : []));
          expect(tree.position[row]).toBe(siblings.indexOf(row) + 1);
          expect(tree.siblingCount(row)).toBe(siblings.length);
        }
      }),
    );
  });

  test('pieces give what the whole gives', () => {
    fc.assert(
      fc.property(depths, fc.nat(60), (depth, cut) => {
        const whole = treeOf(depth);
        const tree = new RowTree(depth.length);
        tree.append(depth, Math.min(cut, depth.length));
        tree.append(depth, depth.length);
        expect(tree.subtreeEnd).toEqual(whole.subtreeEnd);
        expect(tree.parent).toEqual(whole.parent);
        expect(tree.position).toEqual(whole.position);
      }),
    );
  });

  test('a chain of 100,000 is as good as any other', () => {
    const tree = treeOf(Uint32Array.from({ length: 100_000 }, (_, row) => row));
    expect(tree.descendantCount(0)).toBe(99_999);
    expect(tree.parent[99_999]).toBe(99_998);
  });
});

describe('VisibleRows', () => {
  test('shows every row without a collapsed ancestor once, in order, and finds it again', () => {
    fc.assert(
      fc.property(depths, fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }), (depth, folded) => {
        const tree = treeOf(depth);
        const collapsed = Uint8Array.from(depth, (_, row) => Number(folded[row]));
        const visible = VisibleRows.of(tree, collapsed);
        const hiddenBy = (row: number): number => {
          let hider = -1;
          for (let above = tree.parent[row]!; above >= 0; above = tree.parent[above]!)
            if (collapsed[above] === 1) hider = above;
          return hider;
        };
        const shown = [...depth.keys()].filter((row) => hiddenBy(row) < 0);
        expect(Array.from({ length: visible.count }, (_, index) => visible.rowAt(index))).toEqual(shown);
        for (let row = 0; row < depth.length; row++) {
          const hider = hiddenBy(row);
          expect(visible.rowAt(visible.indexOf(row))).toBe(hider < 0 ? row : hider);
        }
      }),
    );
  });
});
