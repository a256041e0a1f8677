import type { Matches } from '../matches.ts';
import type { Theme } from '../theme.ts';
import type { TraceRows } from '../traceRows.ts';
import type { BarCache } from './barCache.ts';
import type { CriticalLines } from './criticalLines.ts';
import type { Folding } from './folding.ts';
import type { MarkStore } from './markStore.ts';
import type { TextFit } from './textFit.ts';
import type { TimeAxis } from './timeAxis.ts';
import type { VisibleRows } from './visibleRows.ts';

export const ROW_PX = 24;
/** Room left and right of the bars, so that none is glued to an edge. */
export const CHART_PAD_PX = 10;

/** A stretch of pixels that is being dragged over, in the canvas it is drawn on. */
export interface Brush {
  readonly fromPx: number;
  readonly toPx: number;
}

/** All that one frame of the rows needs; made anew for each, holds nothing a span. */
export interface Scene {
  readonly trace: TraceRows;
  readonly folding: Folding;
  readonly visible: VisibleRows;
  readonly bars: BarCache;
  readonly marks: MarkStore | undefined;
  /** `undefined` while it is not worked out or not shown. */
  readonly critical: CriticalLines | undefined;
  readonly selfNs: Float64Array | undefined;
  readonly showSelfTime: boolean;
  readonly showFigures: boolean;
  readonly theme: Theme;
  readonly text: TextFit;
  readonly axis: TimeAxis;
  readonly stepNs: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly labelWidthPx: number;
  readonly selectedRow: number;
  readonly hoverRow: number;
  readonly focused: boolean;
  readonly matches: Matches;
  readonly brush: Brush | undefined;
}
