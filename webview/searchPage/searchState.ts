import type { Sorting } from '../faces/table/tableModel.ts';
import type { DurationScale } from './plot/durationAxis.ts';

/** The user's place, as it outlives the page: what was found is found again. */
export interface SearchState {
  /** In the box. */
  readonly text: string;
  /** What was searched for last; `undefined` when nothing was. */
  readonly searched: string | undefined;
  /** IDs of sources that are not to be searched. */
  readonly off: readonly string[];
  readonly sorting: Sorting | undefined;
  readonly selected: string;
  readonly scale: DurationScale;
  /** 0 when nobody changed it. */
  readonly plotPx: number;
}

const MAX_TEXT = 2000;
const MAX_OFF = 200;

/** Takes what is right of a state that any version of this page may have written. */
export function parseSearchState(raw: unknown): SearchState | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const state = raw as Readonly<Record<string, unknown>>;
  const { off, scale, plotPx } = state;
  return {
    text: text(state['text']) ?? '',
    searched: text(state['searched']),
    off: Array.isArray(off) ? off.filter((id) => typeof id === 'string').slice(0, MAX_OFF) : [],
    sorting: sortingOf(state['sorting']),
    selected: text(state['selected']) ?? '',
    scale: scale === 'linear' ? 'linear' : 'log',
    plotPx: typeof plotPx === 'number' && Number.isFinite(plotPx) ? plotPx : 0,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, MAX_TEXT) : undefined;
}

function sortingOf(raw: unknown): Sorting | undefined {
  if (typeof raw !== 'object' || raw === null || !('column' in raw) || typeof raw.column !== 'string') return undefined;
  return { column: raw.column, descending: 'descending' in raw && raw.descending === true };
}
