import { expect, test } from 'vitest';
import type { LookupAnswer } from '../../../src/backends/lookup.ts';
import { parseTraceId } from '../../../src/core/ids.ts';
import { missText } from '../../../src/editor/missText.ts';

const traceId = parseTraceId('4bf92f3577b34da6a3ce929d0e0e4736')!;
const local: LookupAnswer = {
  sourceId: 's',
  label: 'Store',
  state: 'not-found',
  sentence: 'The store does not have it.',
};
const other: LookupAnswer = { sourceId: 'j', label: 'J', state: 'unreachable', sentence: 'J is not there.' };

test('names everyone and what they said', () => {
  expect(missText({ traceId }, [local, other])).toBe(
    `Trace ${traceId} was not found. The store does not have it. J is not there.`,
  );
});

test('says that nobody else could be asked', () => {
  expect(missText({ traceId }, [local])).toMatch(/No backend is configured\.$/);
});

test.each([
  [{ traceId, sampled: false }, /not sampled/],
  [{ traceId, form: 'x-ray' as const }, /AWS X-Ray/],
  [{ traceId, form: 'datadog' as const }, /Datadog itself is not asked/],
  [{ traceId: parseTraceId('a3ce929d0e0e4736')!, form: 'datadog' as const }, /only its lower half/],
])('%j', (request, expected) => {
  expect(missText(request, [local, other])).toMatch(expected);
});
