import type { CodeRef } from '../core/codeRef.ts';
import { Problem, problemOf } from '../core/problem.ts';
import type { Located } from './located.ts';
import type { LocateQuery, LocateRung } from './locateRung.ts';
import { LruCache } from './lruCache.ts';
import { shortText } from './shortText.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** What a span says beside its code reference. */
export interface LocateContext {
  readonly service: string;
  /** The resource's `process.working_directory`. */
  readonly workingDirectory?: string;
}

/** The sites of a large system; a result takes about half a kilobyte. */
const MAX_RESULTS = 5_000;
/** For what no watcher tells. */
const MAX_AGE_MS = 30_000;

/**
 * From what a span says about its code to an existing line of the workspace. Rungs are asked in order: the first that is more
 * than a guess ends the climb, otherwise the best answer counts. Nothing is guessed silently: a result says how sure it is and why.
 */
export class SpanLocator {
  readonly #rungs: readonly LocateRung[];
  readonly #results = new LruCache<Located>(MAX_RESULTS, MAX_AGE_MS);
  /** Grows with each change: what was found before it is not kept after it. */
  #changes = 0;

  constructor(rungs: readonly LocateRung[]) {
    this.#rungs = rungs;
  }

  /** Rejects with a `cancelled` Problem when the signal aborts, and for nothing else. */
  async locate(ref: CodeRef, context: LocateContext, signal: AbortSignal): Promise<Located> {
    throwIfCancelled(signal);
    const { origin, filePath, line, column, functionName } = ref;
    const { service, workingDirectory } = context;
    const key = [origin, filePath, line, column, functionName, service, workingDirectory].join('\0');
    const known = this.#results.get(key);
    if (known) return known;
    const changes = this.#changes;
    const query = { ref, service, workingDirectory };
    const located = await this.#climb(query, signal);
    if (changes === this.#changes) this.#results.set(key, located);
    return located;
  }

  /** What has been learned since may make answers better than those that are kept. */
  forget(): void {
    this.#changes++;
    this.#results.drop();
  }

  /** A file changed, came or went; without a path (a folder, a setting, a branch): anything may have. */
  invalidate(path?: string): void {
    this.forget();
    for (const rung of this.#rungs) rung.invalidate(path);
  }

  async #climb(query: LocateQuery, signal: AbortSignal): Promise<Located> {
    let best: Located = unnamed(query.ref);
    for (const rung of this.#rungs) {
      const answer = await tryRung(rung, query, signal);
      throwIfCancelled(signal);
      if (answer === undefined) continue;
      if (isSure(answer)) return answer;
      if (rank(answer) > rank(best) || (answer.state === 'missing' && best.state === 'missing')) best = answer;
    }
    return best;
  }
}

/** A rung that fails is a rung without an answer; the span's details still open. */
async function tryRung(rung: LocateRung, query: LocateQuery, signal: AbortSignal): Promise<Located | undefined> {
  try {
    return await rung.locate(query, signal);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.code === 'cancelled') throw new Problem('cancelled', 'Cancelled.', { cause: error });
    return { state: 'missing', reason: problem.message, hint: 'Try again.' };
  }
}

function isSure(located: Located): boolean {
  return located.state === 'found' && located.confidence !== 'guess';
}

function rank(located: Located): number {
  return located.state === 'found' ? 2 : located.state === 'ambiguous' ? 1 : 0;
}

/** When no rung has anything to go by. */
function unnamed({ functionName }: CodeRef): Located {
  const hint = 'Let the instrumentation set code.file.path and code.line.number.';
  const reason =
    functionName === undefined
      ? 'The span names no file.'
      : `The span names the function ${shortText(functionName)} but no file.`;
  return { state: 'missing', reason, hint };
}
