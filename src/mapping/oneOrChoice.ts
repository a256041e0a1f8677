import type { FoundPlace, Located } from './located.ts';

/** A picker of more is no help. */
const MAX_CANDIDATES = 10;

/** The only place, or a choice of those that differ; undefined for none. `reason` is a sentence about the choice. */
export function oneOrChoice(places: readonly FoundPlace[], reason: (count: number) => string): Located | undefined {
  const distinct = [...new Map(places.map((place) => [`${place.path}\0${place.line}`, place])).values()];
  const [only] = distinct;
  if (!only || distinct.length === 1) return only;
  return {
    state: 'ambiguous',
    candidates: distinct.slice(0, MAX_CANDIDATES).map(({ path, line, column }) => ({ path, line, column })),
    reason: reason(distinct.length),
  };
}
