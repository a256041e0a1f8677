import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Trace } from '../../../src/core/assemble.ts';
import { RECEIVER_LIMITS } from '../../../src/core/formats/limits.ts';
import { otlpJsonToProto } from '../../../src/core/formats/otlpJson.ts';
import { spanDetail } from '../../../src/core/spanDetail.ts';
import { TraceBuilder } from '../../../src/core/traceBuilder.ts';
import { bytesOf, EPOCH_NS, otlpPayload, otlpSpan, type TestSpan } from './payloads.ts';

function build(batches: readonly (readonly object[])[]): Trace {
  const builder = new TraceBuilder(RECEIVER_LIMITS);
  for (const spans of batches) builder.add(otlpJsonToProto(bytesOf(otlpPayload(spans)), RECEIVER_LIMITS).bytes);
  return builder.build()[0]!;
}

const trace = (...spans: readonly TestSpan[]): Trace => build([spans.map(otlpSpan)]);
const names = ({ columns, header }: Trace): readonly string[] =>
  Array.from(columns.name, (name, row) => `${'.'.repeat(columns.depth[row]!)}${header.names[name]}`);

describe('assemble', () => {
  test('orders depth first, siblings by start', () => {
    expect(
      names(
        trace(
          { id: 3, parent: 1, start: 5, end: 8 },
          { id: 2, parent: 1, start: 1, end: 4 },
          { id: 4, parent: 2, start: 2, end: 3 },
          { id: 1, start: 0, end: 10 },
        ),
      ),
    ).toEqual(['span 1', '.span 2', '..span 4', '.span 3']);
  });

  test('offsets count from the earliest start and are exact', () => {
    const { columns, header } = trace({ id: 1, start: 1, end: 11 }, { id: 2, parent: 1, start: 4, end: 5 });
    expect(header.startEpochNs).toBe(String(EPOCH_NS + 1n));
    expect([...columns.startNs]).toEqual([0, 3]);
    expect([...columns.durationNs]).toEqual([10, 1]);
  });

  test.each([
    ['an orphan', [{ id: 2, parent: 1 }], 'orphan'],
    ['its own parent', [{ id: 1, parent: 1 }], 'self-parent'],
    ['an end before the start', [{ id: 1, start: 9, end: 3 }], 'negative-duration'],
    [
      'no start',
      [
        { id: 1, start: 0 },
        { id: 2, parent: 1, startTimeUnixNano: '0' },
      ],
      'missing-start',
    ],
    ['no end', [{ id: 1, endTimeUnixNano: '0' }], 'missing-end'],
    ['the ID of another span', [{ id: 1 }, { id: 1, name: 'other' }], 'duplicate-id'],
  ] satisfies readonly [string, readonly TestSpan[], string][])(
    'keeps and marks a span with %s',
    (_, spans, repair) => {
      const { header, columns } = trace(...spans);
      expect(header.count).toBe(spans.length);
      expect(header.warnings).toEqual([{ repair, count: 1 }]);
      expect(Math.min(...columns.durationNs, ...columns.startNs)).toBeGreaterThanOrEqual(0);
    },
  );

  test('a ring is cut at its earliest span', () => {
    const built = trace({ id: 1, parent: 3, start: 5 }, { id: 2, parent: 1, start: 2 }, { id: 3, parent: 2, start: 3 });
    expect(names(built)).toEqual(['span 2', '.span 3', '..span 1']);
    expect(built.header.warnings).toEqual([{ repair: 'cycle', count: 1 }]);
  });

  test('an exact repeat is one span', () => {
    const span = otlpSpan({ id: 1 });
    expect(build([[span], [span, otlpSpan({ id: 2, parent: 1 })]]).header.count).toBe(2);
  });

  test('the root that was sent as one names the trace, not an earlier orphan', () => {
    const { summary } = trace({ id: 5, parent: 9, name: 'orphan', start: 0 }, { id: 1, name: 'root', start: 3 });
    expect(summary.rootName).toBe('root');
  });

  test('self time leaves out the union of the children, clipped', () => {
    const { selfNs } = trace(
      { id: 1, start: 0, end: 100 },
      { id: 2, parent: 1, start: 10, end: 40 },
      { id: 3, parent: 1, start: 30, end: 60 },
      { id: 4, parent: 1, start: 90, end: 150 },
    );
    expect([...selfNs]).toEqual([40, 30, 30, 60]);
  });

  test('a chain of 50,000 and as many siblings need no stack', () => {
    const chain = Array.from({ length: 50_000 }, (_, i) => otlpSpan({ id: i + 1, ...(i > 0 && { parent: i }) }));
    expect(build([chain]).header.maxDepth).toBe(49_999);
    const wide = Array.from({ length: 50_000 }, (_, i) => otlpSpan({ id: i + 1, ...(i > 0 && { parent: 1 }) }));
    expect(build([wide]).header.maxDepth).toBe(1);
  });

  const anySpan = fc.record({
    id: fc.integer({ min: 1, max: 12 }),
    parent: fc.option(fc.integer({ min: 1, max: 14 }), { nil: undefined }),
    start: fc.integer({ min: 0, max: 50 }),
    end: fc.integer({ min: 0, max: 60 }),
  });

  /** What must be the same whatever the order: rows with their place, times and marks. */
  const shape = (built: Trace): readonly unknown[] =>
    Array.from({ length: built.columns.count }, (_, row) => {
      const { row: _row, ...detail } = spanDetail(built, row);
      return { ...detail, depth: built.columns.depth[row] };
    });

  test('any parents and times: every span once, geometry sound, self time within the span', () => {
    fc.assert(
      fc.property(fc.array(anySpan, { minLength: 1, maxLength: 40 }), (spans) => {
        const distinct = new Set(spans.map((span) => JSON.stringify(otlpSpan(withoutNoParent(span)))));
        const { columns, selfNs } = trace(...spans.map(withoutNoParent));
        expect(columns.count).toBe(distinct.size);
        for (let row = 0; row < columns.count; row++) {
          expect(columns.startNs[row]).toBeGreaterThanOrEqual(0);
          expect(columns.durationNs[row]).toBeGreaterThanOrEqual(0);
          expect(selfNs[row]).toBeGreaterThanOrEqual(0);
          expect(selfNs[row]).toBeLessThanOrEqual(columns.durationNs[row]!);
          expect(columns.depth[row]! - (columns.depth[row - 1] ?? -1)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('any order, split and repetition gives the same trace', () => {
    fc.assert(
      fc.property(
        fc.array(anySpan, { minLength: 1, maxLength: 25 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 1000 })),
        fc.integer({ min: 1, max: 5 }),
        (spans, dice, batches) => {
          const sent = spans.map((span) => otlpSpan(withoutNoParent(span)));
          const shuffled = [...sent, ...sent.slice(0, 3)]
            .map((span) => ({ span, key: dice.next().value ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ span }) => span);
          const size = Math.ceil(shuffled.length / batches);
          const split = Array.from({ length: batches }, (_, i) => shuffled.slice(i * size, (i + 1) * size));
          expect(shape(build(split))).toEqual(shape(build([sent])));
        },
      ),
    );
  });

  test('of spans that differ in their parents alone the order is that of their bytes, not of arrival', () => {
    const spans = [1, 2, 3].map((parent) => otlpSpan({ id: 1, parent, start: 29, end: 39 }));
    expect(shape(build([spans]))).toEqual(shape(build([spans.toReversed()])));
  });

  function withoutNoParent(span: { id: number; parent: number | undefined; start: number; end: number }): TestSpan {
    const { parent, ...rest } = span;
    return parent === undefined ? rest : { ...rest, parent };
  }
});
