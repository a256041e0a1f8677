import { Atom } from '../store.ts';

/** The order of siblings: by start as they are in the trace, the longest first, or those of a service together. */
export type SiblingOrder = 'start' | 'duration' | 'service';

/** Up to this many spans the critical path is cheap enough to be worked out unasked: about 100 ms. */
export const CHEAP_SPANS = 200_000;

/** How the rows are shown; outlives the trace that is replaced by a fuller one. */
export class ViewOptions {
  /** `undefined` until the user said so: then drawn when that is cheap. */
  readonly criticalPath = new Atom<boolean | undefined>(undefined);
  readonly selfTime = new Atom(true);
  readonly foldRepeats = new Atom(true);
  readonly columns = new Atom(false);
  readonly order = new Atom<SiblingOrder>('start');

  showsCriticalPath(spans: number): boolean {
    return this.criticalPath.value ?? spans <= CHEAP_SPANS;
  }
}
