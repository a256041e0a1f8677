import type { LookupAnswer } from '../backends/lookup.ts';
import type { TraceRequest } from './traceRequest.ts';

/** Names every source that was asked and what it said, and what the text that the ID came from says. */
export function missText({ traceId, sampled, form }: TraceRequest, answers: readonly LookupAnswer[]): string {
  const parts = [`Trace ${traceId} was not found.`, ...answers.map(({ sentence }) => sentence)];
  if (answers.length === 1) parts.push('No backend is configured.');
  if (sampled === false) parts.push('The line says the trace was not sampled, so it was probably never sent.');
  if (form === 'x-ray') parts.push('The ID is written as AWS X-Ray does; X-Ray itself is not asked.');
  if (form === 'datadog')
    parts.push(
      traceId.startsWith('0'.repeat(16))
        ? 'The ID is written as Datadog does, which tells only its lower half; Datadog itself is not asked.'
        : 'The ID is written as Datadog does; Datadog itself is not asked.',
    );
  return parts.join(' ');
}
