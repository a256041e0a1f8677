import type { SpanClues } from '../core/spanClues.ts';
import type { Corrections } from './corrections.ts';
import type { LiteralRung } from './literalRung.ts';
import type { Located } from './located.ts';
import { locateFirst } from './locateFirst.ts';
import type { SpanLocator } from './spanLocator.ts';
import { LruCache } from './lruCache.ts';
import type { MountedRouteRung } from './mountedRouteRung.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';
import { weakerConfidence } from './weakerConfidence.ts';

/** What the resolver climbs, in this order. */
export interface SpanResolverParts {
  readonly corrections: Corrections;
  readonly locator: SpanLocator;
  readonly literals: LiteralRung;
  readonly mounted: MountedRouteRung;
}

/** The operations of a large system. */
const MAX_KNOWN = 5_000;
/** Clocks of machines differ, and a program that a build starts runs at once. */
const CLOCKS_MS = 2_000;
/** For what no watcher tells. */
const MAX_AGE_MS = 30_000;

/**
 * From a span to its line: what the user said, then the places and functions that it names, then the literals that it shares with the code,
 * then the route that several files tell together.
 * The first answer that is more than a guess ends it; otherwise the best one counts. `undefined` for a span without any clue.
 */
export class SpanResolver {
  readonly #parts: SpanResolverParts;
  readonly #known = new LruCache<{ readonly located: Located | undefined }>(MAX_KNOWN, MAX_AGE_MS);
  /** Grows with each change: what was found before it is not kept after it. */
  #changes = 0;

  constructor(parts: SpanResolverParts) {
    this.#parts = parts;
  }

  /** Rejects with a `cancelled` Problem when the signal aborts. */
  async locate(clues: SpanClues, signal: AbortSignal): Promise<Located | undefined> {
    const { corrections, locator } = this.#parts;
    const corrected = await corrections.locate(clues);
    throwIfCancelled(signal);
    if (corrected) return corrected;
    const [ref, ...others] = clues.refs;
    const named = ref && (await locateFirst(locator, [ref, ...others], contextOf(clues), signal));
    const located = named && isSure(named) ? named : better(named, await this.#shared(clues, signal));
    return located && dated(located, clues.startEpochMs);
  }

  /** A file changed, came or went; without a path: anything may have. */
  invalidate(path?: string): void {
    this.#changes++;
    this.#known.drop();
    this.#parts.locator.invalidate(path);
    this.#parts.literals.invalidate(path);
  }

  /** By literals. Spans of one operation ask the same again and again, and each time all texts would be gone through. */
  async #shared({ literals, service, language }: SpanClues, signal: AbortSignal): Promise<Located | undefined> {
    if (literals.length === 0) return undefined;
    const key = JSON.stringify([service, language, literals]);
    const known = this.#known.get(key);
    if (known) return known.located;
    const changes = this.#changes;
    const found = await this.#parts.literals.locate(literals, { service, language }, signal);
    const located =
      found && isSure(found) ? found : better(found, await this.#parts.mounted.locate(literals, language, signal));
    if (changes === this.#changes) this.#known.set(key, { located });
    return located;
  }
}

/** What was built after the span ran need not have its lines where they were. */
function dated(located: Located, startEpochMs: number | undefined): Located {
  if (located.state !== 'found' || located.builtMs === undefined || startEpochMs === undefined) return located;
  if (located.builtMs <= startEpochMs + CLOCKS_MS) return located;
  const again = 'the bundle was built again after this span ran, so the line may be another';
  const confidence = weakerConfidence(located.confidence, 'likely');
  return { ...located, confidence, reason: `${located.reason.replace(/\.$/, '')}; ${again}.` };
}

function contextOf({ service, workingDirectory }: SpanClues): Parameters<SpanLocator['locate']>[1] {
  return { service, ...(workingDirectory !== undefined && { workingDirectory }) };
}

function isSure(located: Located): boolean {
  return located.state === 'found' && located.confidence !== 'guess';
}

function better(first: Located | undefined, second: Located | undefined): Located | undefined {
  if (!first || !second) return first ?? second;
  return rank(second) > rank(first) ? second : first;
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
