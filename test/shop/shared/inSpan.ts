import { type Span, type SpanOptions } from '@opentelemetry/api';
import { recordFailure } from './recordFailure.ts';
import { tracer } from './tracer.ts';

/** Runs `work` in a span of its own; a failure is recorded on the span and thrown on. */
export function inSpan<T>(name: string, work: (span: Span) => Promise<T> | T, options: SpanOptions = {}): Promise<T> {
  return tracer.startActiveSpan(name, options, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      recordFailure(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}
