import { expect, test } from 'vitest';
import type { ViewStart } from '../../../src/core/protocol.ts';
import { packRows } from '../../../src/core/rowBlock.ts';
import type { TraceId } from '../../../src/core/ids.ts';
import { carryOver } from '../../../webview/carryOver.ts';
import { Session } from '../../../webview/session.ts';
import { TraceRows } from '../../../webview/traceRows.ts';

interface Row {
  readonly depth: number;
  readonly name: string;
  /** Since the epoch, so that an earlier span moves all offsets. */
  readonly at: number;
}

function traceOf(rows: readonly Row[]): TraceRows {
  const first = Math.min(...rows.map(({ at }) => at));
  const names = [...new Set(rows.map(({ name }) => name))];
  const start: ViewStart = {
    header: {
      traceId: 'aa'.repeat(16) as TraceId,
      startEpochNs: `17672256000000000${String(first).padStart(2, '0')}`,
      durationNs: 1000,
      count: rows.length,
      errors: 0,
      services: ['shop'],
      names,
      maxDepth: Math.max(...rows.map(({ depth }) => depth)),
      warnings: [],
    },
    selectedRow: -1,
    source: 'test',
  };
  const trace = new TraceRows(start);
  const columns = {
    count: rows.length,
    startNs: Float64Array.from(rows, ({ at }) => at - first),
    durationNs: new Float64Array(rows.length).fill(5),
    depth: Uint32Array.from(rows, ({ depth }) => depth),
    service: new Uint16Array(rows.length),
    name: Uint32Array.from(rows, ({ name }) => names.indexOf(name)),
    flags: new Uint16Array(rows.length),
  };
  trace.append(packRows(columns, 0, 2));
  trace.append(packRows(columns, 2, rows.length));
  return trace;
}

const BEFORE: readonly Row[] = [
  { depth: 0, name: 'root', at: 20 },
  { depth: 1, name: 'a', at: 21 },
  { depth: 2, name: 'a.a', at: 22 },
  { depth: 1, name: 'b', at: 30 },
  { depth: 1, name: 'c', at: 40 },
];

/** An earlier span, one inside a collapsed one, one in between. */
const AFTER: readonly Row[] = [
  { depth: 0, name: 'early', at: 3 },
  ...BEFORE.slice(0, 3),
  { depth: 2, name: 'a.b', at: 23 },
  { depth: 1, name: 'new', at: 25 },
  ...BEFORE.slice(3),
];

function placed(): Session {
  const session = new Session(traceOf(BEFORE), 3, [1]);
  session.grown();
  return session;
}

test('the same span stays selected, collapsed and at the top when others arrive', () => {
  const before = placed();
  // Shown: root, a (collapsed), b, c; the top is ten pixels into "b".
  const { session, scrollTopPx } = carryOver(before, { topPx: 2 * 24 + 10, heightPx: 100 }, traceOf(AFTER), -1);
  const { trace } = session;
  expect(trace.nameOf(session.selectedRow)).toBe('b');
  expect(session.folding.collapsedRows().map((row) => trace.nameOf(row))).toEqual(['a']);
  const visible = session.folding.visible.value;
  const shown = Array.from({ length: visible.count }, (_, index) => trace.nameOf(visible.rowAt(index)));
  expect(shown).toEqual(['early', 'root', 'a', 'new', 'b', 'c']);
  expect(scrollTopPx).toBe(4 * 24 + 10);
});

test('what is gone falls back to what the host says', () => {
  const { session, scrollTopPx } = carryOver(
    placed(),
    { topPx: 2 * 24, heightPx: 100 },
    traceOf(BEFORE.slice(0, 2)),
    0,
  );
  expect(session.selectedRow).toBe(0);
  expect(scrollTopPx).toBeUndefined();
});

test('the selected row keeps its place on the screen when rows arrive above it', () => {
  // "root" is at the top and "b" two rows below it; "new" comes between them.
  const { session, scrollTopPx } = carryOver(placed(), { topPx: 0, heightPx: 100 }, traceOf(AFTER), -1);
  expect(session.folding.indexOf(session.selectedRow) * 24 - scrollTopPx!).toBe(2 * 24);
});

test('with the selected row out of sight the first one on the screen stays', () => {
  const before = placed();
  before.select(4);
  const { scrollTopPx } = carryOver(before, { topPx: 24, heightPx: 24 }, traceOf(AFTER), -1);
  expect(scrollTopPx).toBe(2 * 24);
});

test('the zoomed time stays the same time when an earlier span moves all offsets', () => {
  const before = placed();
  before.window.set({ fromNs: 100, toNs: 200 });
  const { session } = carryOver(before, { topPx: 0, heightPx: 100 }, traceOf(AFTER), -1);
  expect(session.window.value).toEqual({ fromNs: 117, toNs: 217 });
});

test('adjusted clocks change what is drawn, not which span is which', () => {
  const before = placed();
  before.trace.adjustClocks(Float64Array.of(0, 0, 0, 7, -3));
  expect([...before.trace.columns.startNs]).toEqual([0, 1, 2, 17, 17]);
  expect([...before.trace.sentStartNs]).toEqual([0, 1, 2, 10, 20]);
  expect(before.trace.clockDeltaNs(4)).toBe(-3);
  const { session } = carryOver(before, { topPx: 0, heightPx: 100 }, traceOf(AFTER), -1);
  expect(session.trace.nameOf(session.selectedRow)).toBe('b');
  before.trace.adjustClocks(undefined);
  expect([...before.trace.columns.startNs]).toEqual([0, 1, 2, 10, 20]);
  expect(before.trace.adjusted).toBe(false);
});
