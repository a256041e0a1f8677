import type { Confidence } from '../core/protocol.ts';

const STRENGTH: Readonly<Record<Confidence, number>> = { guess: 0, likely: 1, exact: 2 };

/** A chain is as sure as its weakest link. */
export function weakerConfidence(a: Confidence, b: Confidence): Confidence {
  return STRENGTH[a] <= STRENGTH[b] ? a : b;
}
