import type { Base1 } from '../position.ts';

/**
 * How much a line says, best first.
 * - `made`: the text stands whole in a call that makes such a thing; a route's method and prefix are right
 * - `function`: the name is that of an instrumented function, or of the procedure; a middleware is put in use
 * - `unclear`: in such a call, but of no told method, or of something that only looks like it, or only in part
 * - `tail`: only the end of the route stands there; the rest is told elsewhere
 * - `bare`: the text stands there
 */
export const EVIDENCE = ['made', 'function', 'unclear', 'tail', 'bare'] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** A line of a source text that seems to make what a literal names. */
export interface LiteralHit {
  readonly line: Base1;
  readonly evidence: Evidence;
}
