import { type Span, SpanStatusCode } from '@opentelemetry/api';

/** Marks the span as failed and keeps the error, with its causes, as an exception event. */
export function recordFailure(span: Span, error: unknown): void {
  const failure = error instanceof Error ? error : new Error(String(error));
  span.recordException({ name: failure.name, message: failure.message, stack: stackWithCauses(failure) });
  span.setStatus({ code: SpanStatusCode.ERROR, message: failure.message });
}

/** V8's `stack` leaves out `cause`, which is where the failure began. */
function stackWithCauses(error: Error): string {
  const stack = error.stack ?? String(error);
  return error.cause instanceof Error ? `${stack}\nCaused by: ${stackWithCauses(error.cause)}` : stack;
}
