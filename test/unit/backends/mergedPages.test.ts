import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SummariesPage } from '../../../src/backends/backend.ts';
import { mergedPages } from '../../../src/backends/mergedPages.ts';
import { newestFirst } from '../../../src/backends/newestFirst.ts';
import type { TraceSummary } from '../../../src/core/trace.ts';
import { traceId } from './configured.ts';

const LIMIT = 4;

function summary(start: number): TraceSummary {
  const [id, startEpochNs] = [traceId(start.toString(16)), String(start)];
  return {
    traceId: id,
    startEpochNs,
    rootService: '',
    rootName: '',
    rootSpanId: undefined,
    durationNs: 0,
    spans: 0,
    errors: 0,
    services: [],
  };
}

/** What a server gives of a service with these traces. */
function pageOf(starts: readonly number[], to: number): SummariesPage {
  const traces = newestFirst(starts.filter((start) => start <= to).map(summary)).slice(0, LIMIT);
  return { kind: 'summaries', traces, truncated: traces.length === LIMIT, unreadable: 0, rest: [], notes: [] };
}

it('page by page every trace of every service is found once, newest first', () => {
  const service = fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { maxLength: 30 });
  fc.assert(
    fc.property(fc.array(service, { minLength: 1, maxLength: 5 }), (services) => {
      const found: string[] = [];
      for (let to = 1000; ;) {
        const page = mergedPages(
          services.map((starts) => pageOf(starts, to)),
          [],
        );
        if (page.kind !== 'summaries') throw new Error('expected summaries');
        found.push(...page.traces.map((trace) => trace.startEpochNs));
        if (!page.truncated) break;
        to = Number(page.traces.at(-1)!.startEpochNs) - 1;
      }
      const all = [...new Set(services.flat())].sort((a, b) => b - a).map(String);
      expect(found).toEqual(all);
    }),
  );
});

it('of nothing is an empty page', () => {
  expect(mergedPages([], ['none'])).toEqual({
    kind: 'summaries',
    traces: [],
    truncated: false,
    unreadable: 0,
    rest: [],
    notes: ['none'],
  });
});
