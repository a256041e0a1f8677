import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TraceId } from '../../../src/core/ids.ts';
import { packRows } from '../../../src/core/rowBlock.ts';
import { Session } from '../../../webview/session.ts';
import { TraceRows } from '../../../webview/traceRows.ts';
import { criticalLines } from '../../../webview/waterfall/criticalLines.ts';
import { paintIntervals } from '../../../webview/waterfall/intervals.ts';
import { siblingOrder } from '../../../webview/waterfall/siblingOrder.ts';

interface Row {
  readonly depth: number;
  readonly name: number;
  readonly startNs: number;
  readonly durationNs: number;
}

/** Any rows in depth-first order, siblings by start, as the parser gives them. */
const rows: fc.Arbitrary<readonly Row[]> = fc
  .array(
    fc.record({
      depth: fc.nat(4),
      name: fc.nat(2),
      startNs: fc.nat(5),
      durationNs: fc.nat(50),
    }),
    { minLength: 1, maxLength: 80 },
  )
  .map((list) => {
    let above = -1;
    let clock = 0;
    return list.map((row) => {
      above = Math.min(row.depth, above + 1);
      return { ...row, depth: above, startNs: (clock += row.startNs) };
    });
  });

function traceOf(list: readonly Row[]): TraceRows {
  const trace = new TraceRows({
    header: {
      traceId: 'aa'.repeat(16) as TraceId,
      startEpochNs: '1767225600000000000',
      durationNs: Math.max(...list.map(({ startNs, durationNs }) => startNs + durationNs)),
      count: list.length,
      errors: 0,
      services: ['a', 'b', 'c'],
      names: ['x', 'y', 'z'],
      maxDepth: 5,
      warnings: [],
    },
    selectedRow: -1,
    source: 'test',
  });
  const columns = {
    count: list.length,
    startNs: Float64Array.from(list, ({ startNs }) => startNs),
    durationNs: Float64Array.from(list, ({ durationNs }) => durationNs),
    depth: Uint32Array.from(list, ({ depth }) => depth),
    service: Uint16Array.from(list, ({ name }) => name),
    name: Uint32Array.from(list, ({ name }) => name),
    flags: new Uint16Array(list.length),
  };
  trace.append(packRows(columns, 0, list.length));
  return trace;
}

function sessionOf(list: readonly Row[]): Session {
  const session = new Session(traceOf(list), -1, []);
  session.grown();
  return session;
}

const shownRows = ({ folding }: Session): readonly number[] =>
  Array.from({ length: folding.visible.value.count }, (_, index) => folding.visible.value.rowAt(index));

const steps = fc.array(
  fc.tuple(fc.constantFrom('toggle', 'repeat', 'focus', 'order', 'level', 'service'), fc.nat(80)),
  {
    maxLength: 12,
  },
);

describe('what is shown', () => {
  test('whatever is folded, each row is shown once or by one that stands in for it, and can be revealed', () => {
    fc.assert(
      fc.property(rows, steps, fc.nat(80), (list, done, sought) => {
        const session = sessionOf(list);
        const { folding, trace } = session;
        for (const [what, n] of done) {
          const row = n % trace.loaded;
          if (what === 'toggle') folding.set(row, !folding.isCollapsed(row));
          else if (what === 'repeat' && folding.repeatOf(row) >= 0)
            folding.setUnfolded(folding.repeatOf(row), n % 3 === 0);
          else if (what === 'focus') folding.focusOn(n % 2 === 0 ? -1 : row);
          else if (what === 'level') folding.showLevels((n % 4) + 1);
          else if (what === 'service') folding.setService(n % 3, n % 2 === 0);
          else {
            session.options.order.set((['start', 'duration', 'service'] as const)[n % 3]!);
            session.arrange();
          }
        }
        const shown = shownRows(session);
        expect(new Set(shown).size).toBe(shown.length);
        for (const [index, row] of shown.entries()) {
          expect(folding.standIn(row)).toBe(row);
          expect(folding.indexOf(row)).toBe(index);
        }
        const row = sought % trace.loaded;
        if (folding.focus.value < 0) expect(shown).toContain(folding.standIn(row));
        folding.reveal(row);
        expect(shownRows(session)).toContain(row);
      }),
    );
  });

  test('the filter shows the matches and what is above them, and lets go without a trace', () => {
    fc.assert(
      fc.property(rows, fc.uniqueArray(fc.nat(79)), (list, picked) => {
        const session = sessionOf(list);
        const { folding, trace } = session;
        folding.set(0, true);
        const before = shownRows(session);
        const matches = Uint32Array.from(picked.filter((row) => row < trace.loaded)).sort();
        session.matches.set({ text: 'x', rows: matches, current: -1 });
        expect(shownRows(session)).toEqual(before);
        session.filterToMatches.set(true);
        const wanted = new Set<number>();
        for (const match of matches) for (let at = match; at >= 0; at = trace.tree.parent[at]!) wanted.add(at);
        expect(shownRows(session)).toEqual([...wanted].sort((a, b) => a - b));
        expect(folding.filteredOut).toBe(trace.loaded - wanted.size);
        session.filterToMatches.set(false);
        expect(shownRows(session)).toEqual(before);
      }),
    );
  });

  test('another order of siblings is depth first and by what was asked for', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const trace = traceOf(list);
        const order = [...siblingOrder(trace, 'duration')!];
        expect([...order].sort((a, b) => a - b)).toEqual(list.map((_, row) => row));
        const { parent, subtreeEnd } = trace.tree;
        for (const [place, row] of order.entries()) {
          const below = order.slice(place + 1, place + subtreeEnd[row]! - row);
          expect(below.every((other) => other > row && other < subtreeEnd[row]!)).toBe(true);
          const next = order[place + subtreeEnd[row]! - row];
          if (next !== undefined && parent[next] === parent[row])
            expect(list[next]!.durationNs).toBeLessThanOrEqual(list[row]!.durationNs);
        }
      }),
    );
  });
});

describe('the critical path by row', () => {
  test('sections are in order, and a subtree’s are within one stretch of the length of their sum', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const { columns, tree } = traceOf(list);
        const lines = criticalLines(columns, tree);
        const sums = [...lines.ownNs];
        for (let row = columns.count - 1; row >= 0; row--) {
          for (let i = lines.first[row]!; i < lines.first[row + 1]!; i++) {
            expect(lines.sections.endNs[i]).toBeGreaterThanOrEqual(lines.sections.startNs[i]!);
            if (i > lines.first[row]!)
              expect(lines.sections.startNs[i]).toBeGreaterThanOrEqual(lines.sections.endNs[i - 1]!);
          }
          const length = lines.subtreeToNs[row]! - lines.subtreeFromNs[row]!;
          expect(Math.max(0, length)).toBeCloseTo(sums[row]!);
          if (tree.parent[row]! >= 0) sums[tree.parent[row]!]! += sums[row]!;
        }
      }),
    );
  });
});

test('stretches are painted in order, inside the axis, and no more often than it has pixels', () => {
  const lengths = fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 40 })), { maxLength: 500 });
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 300 }), fc.nat(500), (list, widthPx, fromNs) => {
      let clock = 0;
      const stretches = list.map(([gap, length]) => [clock + gap, (clock += gap + length)] as const);
      const intervals = {
        startNs: Float64Array.from(stretches, ([start]) => start),
        endNs: Float64Array.from(stretches, ([, end]) => end),
      };
      const axis = { window: { fromNs, toNs: fromNs + 1000 }, leftPx: 10, widthPx };
      const painted: (readonly [number, number])[] = [];
      paintIntervals(intervals, 0, list.length, axis, (x, px) => painted.push([x, px]));
      expect(painted.length).toBeLessThanOrEqual(widthPx + 1);
      for (const [i, [x, px]] of painted.entries()) {
        expect(x).toBeGreaterThanOrEqual(10);
        expect(x + px).toBeLessThanOrEqual(10 + widthPx + 1e-6);
        if (i > 0) expect(x).toBeGreaterThan(painted[i - 1]![0] + painted[i - 1]![1]);
      }
      const inWindow = stretches.some(([start, end]) => end > fromNs && start < fromNs + 1000);
      expect(painted.length > 0).toBe(inWindow);
    }),
  );
});
