import type { SpanClues } from '../core/spanClues.ts';
import type { Corrections } from './corrections.ts';
import type { LiteralRung } from './literalRung.ts';
import type { Located } from './located.ts';
import { locateFirst } from './locateFirst.ts';
import type { SpanLocator } from './spanLocator.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** What the resolver climbs, in this order. */
export interface SpanResolverParts {
  readonly corrections: Corrections;
  readonly locator: SpanLocator;
  readonly literals: LiteralRung;
}

/**
 * From a span to its line: what the user said, then the places and functions that it names, then the literals that it shares with the code.
 * The first answer that is more than a guess ends it; otherwise the best one counts. `undefined` for a span without any clue.
 */
export class SpanResolver {
  readonly #parts: SpanResolverParts;

  constructor(parts: SpanResolverParts) {
    this.#parts = parts;
  }

  /** Rejects with a `cancelled` Problem when the signal aborts. */
  async locate(clues: SpanClues, signal: AbortSignal): Promise<Located | undefined> {
    const { corrections, locator, literals } = this.#parts;
    const corrected = await corrections.locate(clues);
    throwIfCancelled(signal);
    if (corrected) return corrected;
    const [ref, ...others] = clues.refs;
    const named = ref && (await locateFirst(locator, [ref, ...others], contextOf(clues), signal));
    if (named && isSure(named)) return named;
    const { service, language } = clues;
    const shared = await literals.locate(clues.literals, { service, language }, signal);
    if (!named || !shared) return named ?? shared;
    return rank(shared) > rank(named) ? shared : named;
  }

  /** A file changed, came or went; without a path: anything may have. */
  invalidate(path?: string): void {
    this.#parts.locator.invalidate(path);
    this.#parts.literals.invalidate(path);
  }
}

function contextOf({ service, workingDirectory }: SpanClues): Parameters<SpanLocator['locate']>[1] {
  return { service, ...(workingDirectory !== undefined && { workingDirectory }) };
}

function isSure(located: Located): boolean {
  return located.state === 'found' && located.confidence !== 'guess';
}

/** A place that a literal makes likely beats one that a name makes a guess. */
function rank(located: Located): number {
  switch (located.state) {
    case 'missing':
      return 0;
    case 'ambiguous':
      return 1;
    case 'found':
      return located.confidence === 'guess' ? 2 : 3;
  }
}
