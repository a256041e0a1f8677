import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Trace } from '../../../../src/core/assemble.ts';
import { FILE_LIMITS } from '../../../../src/core/formats/limits.ts';
import { readTraces } from '../../../../src/parser/readTraces.ts';
import { protoPayload } from '../../../support/corpus/protoParts.ts';
import { timeBox } from '../../../support/corpus/timeBox.ts';
import { detailsOf } from '../../core/seen.ts';

/** The parent of each row as the rows' order and depth say it; -1 for a root. */
function parentRows({ columns: { count, depth } }: Trace): readonly number[] {
  const path: number[] = [];
  return Array.from({ length: count }, (_, row) => {
    // A child is one step below the row before it or anywhere above: else it would have no parent.
    expect(depth[row]).toBeLessThanOrEqual(path.length);
    path.length = depth[row]!;
    const parent = path.at(-1) ?? -1;
    path.push(row);
    return parent;
  });
}

/** IDs from a few, so that self parents, rings of any length, orphans and repeated IDs are the rule. */
const anySpans = fc.array(
  fc.record({ id: fc.integer({ min: 1, max: 15 }), parent: fc.integer({ min: 1, max: 17 }) }, { requiredKeys: ['id'] }),
  { minLength: 1, maxLength: 30 },
);

test('property 4: every span appears once, below its parent or marked, without rings', { timeout: 30_000 }, () => {
  fc.assert(
    fc.property(anySpans, (spans) => {
      const read = readTraces([protoPayload(spans)], 'otlp-protobuf', FILE_LIMITS);
      const [trace] = read.traces as [Trace];
      const sent = new Set(spans.map(({ id, parent }) => `${id} ${parent}`));
      expect(trace.header.count).toBe(sent.size);
      const details = detailsOf(trace);
      const shown = details.map(({ spanId, parentSpanId }) =>
        [spanId, parentSpanId].map((id) => (id === undefined ? 'undefined' : parseInt(id, 16))).join(' '),
      );
      expect(new Set(shown)).toEqual(sent);
      expect(trace.header.maxDepth).toBe(Math.max(...trace.columns.depth));
      for (const [row, parent] of parentRows(trace).entries()) {
        const { parentSpanId } = details[row]!;
        if (parent >= 0) expect(details[parent]!.spanId).toBe(parentSpanId);
        else if (parentSpanId !== undefined) expect(trace.repairs[row]).not.toBe(0);
      }
    }),
    timeBox(1000, 5000),
  );
});
