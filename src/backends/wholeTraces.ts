import { Problem } from '../core/problem.ts';
import type { SpanCondition } from '../core/spanQuery.ts';
import type { TraceFormat } from '../core/protocol.ts';
import type { TracesPage } from './backend.ts';

/**
 * The page of a server that answers a search with whole traces. When they pass what may be fetched, fewer are asked for.
 * @param ask gets the limit; rejects with `too-large`
 */
export async function wholeTraces(
  limit: number,
  format: TraceFormat,
  rest: readonly SpanCondition[],
  ask: (limit: number) => Promise<ArrayBuffer>,
): Promise<TracesPage> {
  for (let asked = limit; ; asked = Math.ceil(asked / 4)) {
    try {
      const bytes = await ask(asked);
      const notes = asked < limit ? [`Its traces are large, so only ${asked} were fetched.`] : [];
      return { kind: 'traces', payload: { format, chunks: [bytes] }, limit: asked, rest, notes };
    } catch (thrown) {
      if (!(thrown instanceof Problem) || thrown.code !== 'too-large' || asked <= 1) throw thrown;
    }
  }
}
