import type { Waterfall } from '../waterfall/waterfall.ts';
import type { Face } from './face.ts';

/** The waterfall as one face among others. It is drawn behind them too, so that it never loses its place. */
export function waterfallFace(waterfall: Waterfall): Face {
  return {
    id: 'waterfall',
    label: 'Waterfall',
    element: waterfall.element,
    show: () => waterfall.invalidate(),
    focus: () => waterfall.tree.focus({ preventScroll: true }),
  };
}
