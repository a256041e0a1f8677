import type { TraceId } from '../core/ids.ts';
import { Problem, problemOf } from '../core/problem.ts';
import type { EpochRange } from '../core/timeWindow.ts';
import type { FetchedTrace } from './backend.ts';

/** Whoever can be asked for a trace: any backend, and the local store. */
export interface LookupSource {
  readonly id: string;
  readonly label: string;
  /** Rejects with a Problem; `not-found` when it does not have the trace. `near` is when the trace is said to have run. */
  getTrace(traceId: TraceId, signal: AbortSignal, near?: EpochRange): Promise<FetchedTrace>;
}

interface Answered {
  readonly sourceId: string;
  readonly label: string;
  /** For people; names the source. */
  readonly sentence: string;
}

export interface FoundAnswer extends Answered {
  readonly state: 'found';
  readonly trace: FetchedTrace;
}

/** `unfinished`: another source was quicker, and this one was no longer waited for. */
export interface MissedAnswer extends Answered {
  readonly state: 'not-found' | 'unreachable' | 'unauthorised' | 'failed' | 'unfinished';
}

export type LookupAnswer = FoundAnswer | MissedAnswer;

export interface LookupResult {
  /** The quickest source that has the trace; `undefined` when all have answered and none has it. */
  readonly hit: FoundAnswer | undefined;
  /** What every source said, in the order of the sources; there at the latest a grace period after the hit. Never rejects. */
  readonly answers: Promise<readonly LookupAnswer[]>;
}

export interface LookupOptions {
  readonly signal: AbortSignal;
  /** How long the other sources may still answer after the first hit. */
  readonly graceMs?: number;
  /** When the trace ran, by the log line that its ID was in. */
  readonly near?: EpochRange;
}

const GRACE_MS = 300;

/**
 * Asks all sources at once and resolves with the first hit, or when none has the trace.
 * @throws {Problem} `cancelled` when the signal aborts before that
 */
export async function lookup(
  sources: readonly LookupSource[],
  traceId: TraceId,
  { signal, graceMs = GRACE_MS, near }: LookupOptions,
): Promise<LookupResult> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const asked = sources.map((source) => answerOf(source, traceId, either, near));
  const answers = Promise.all(asked);
  const hit = await firstHit(asked);
  if (hit) {
    const timer = setTimeout(() => stop.abort(), graceMs);
    void answers.then(() => clearTimeout(timer));
  } else if (signal.aborted) throw new Problem('cancelled', `Cancelled: trace ${traceId} is no longer looked for.`);
  return { hit, answers };
}

async function firstHit(asked: readonly Promise<LookupAnswer>[]): Promise<FoundAnswer | undefined> {
  const hits = asked.map(async (answer) => {
    const { state, ...rest } = await answer;
    if (state === 'found') return { state, ...rest } as FoundAnswer;
    throw new Error(state);
  });
  try {
    return await Promise.any(hits);
  } catch {
    return undefined;
  }
}

/** Never rejects, and ends with the signal even when the source does not. */
async function answerOf(
  source: LookupSource,
  traceId: TraceId,
  signal: AbortSignal,
  near: EpochRange | undefined,
): Promise<LookupAnswer> {
  const { id: sourceId, label } = source;
  try {
    const trace = await Promise.race([source.getTrace(traceId, signal, near), aborted(signal)]);
    return { sourceId, label, state: 'found', trace, sentence: `${label} has trace ${traceId}.` };
  } catch (thrown) {
    const { code, message } = problemOf(thrown);
    if (signal.aborted)
      return { sourceId, label, state: 'unfinished', sentence: `${label} had not answered when the search ended.` };
    const sentence = message.includes(label) ? message : `${label}: ${message}`;
    return { sourceId, label, state: stateOf(code), sentence };
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => reject(new Problem('cancelled', 'Cancelled.'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

function stateOf(code: Problem['code']): MissedAnswer['state'] {
  return code === 'not-found' || code === 'unreachable' || code === 'unauthorised' ? code : 'failed';
}
