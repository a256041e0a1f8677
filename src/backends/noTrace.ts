import type { TraceId } from '../core/ids.ts';
import { Problem } from '../core/problem.ts';

/** The Problem of a trace that the server says it does not have. */
export function noTrace(who: string, traceId: TraceId, hint: string): Problem {
  return new Problem('not-found', `${who} does not have trace ${traceId}. ${hint}`);
}
