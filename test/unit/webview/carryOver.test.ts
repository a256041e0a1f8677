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
  const { session, scrollTopPx } = carryOver(before, 2 * 24 + 10, traceOf(AFTER), -1);
  const { trace } = session;
  expect(trace.nameOf(session.selectedRow)).toBe('b');
  expect(session.folding.collapsedRows().map((row) => trace.nameOf(row))).toEqual(['a']);
  const visible = session.folding.visible.value;
  const shown = Array.from({ length: visible.count }, (_, index) => trace.nameOf(visible.rowAt(index)));
  expect(shown).toEqual(['early', 'root', 'a', 'new', 'b', 'c']);
  expect(scrollTopPx).toBe(4 * 24 + 10);
});

test('what is gone falls back to what the host says', () => {
  const { session, scrollTopPx } = carryOver(placed(), 2 * 24, traceOf(BEFORE.slice(0, 2)), 0);
  expect(session.selectedRow).toBe(0);
  expect(scrollTopPx).toBeUndefined();
});
