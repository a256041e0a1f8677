import { type FaceId, isFaceId } from './faces/face.ts';

/** Where the user was: kept by the editor across reloads and handed to the serializer, which reopens the trace by it. */
export interface ViewState {
  readonly version: 1;
  readonly traceId: string;
  readonly source: string;
  /** Spans in the trace when this was written: rows mean something only while that is the same. */
  readonly count: number;
  readonly selectedRow: number;
  readonly selectedSpanId: string;
  readonly scrollTopPx: number;
  /** `undefined` while the whole trace is shown. */
  readonly zoom: { readonly fromNs: number; readonly toNs: number } | undefined;
  readonly collapsed: readonly number[];
  readonly labelWidthPx: number;
  readonly detailsWidthPx: number;
  readonly detailsHeightPx: number;
  readonly search: string;
  readonly face: FaceId;
}

/** State is written on every move, so it stays small: about 30 KB of row numbers at most. */
export const MAX_COLLAPSED = 4000;

/** Reads what an earlier page left; anything else than a state of this version is none. */
export function parseViewState(raw: unknown): ViewState | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const state = raw as Partial<Record<keyof ViewState, unknown>>;
  if (state.version !== 1) return undefined;
  if (typeof state.traceId !== 'string' || typeof state.source !== 'string') return undefined;
  return {
    version: 1,
    traceId: state.traceId,
    source: state.source,
    count: number(state.count, 0),
    selectedRow: number(state.selectedRow, -1),
    selectedSpanId: typeof state.selectedSpanId === 'string' ? state.selectedSpanId : '',
    scrollTopPx: number(state.scrollTopPx, 0),
    zoom: zoomOf(state.zoom),
    collapsed: Array.isArray(state.collapsed) ? state.collapsed.filter(Number.isInteger).slice(0, MAX_COLLAPSED) : [],
    labelWidthPx: number(state.labelWidthPx, 0),
    detailsWidthPx: number(state.detailsWidthPx, 0),
    detailsHeightPx: number(state.detailsHeightPx, 0),
    search: typeof state.search === 'string' ? state.search : '',
    face: isFaceId(state.face) ? state.face : 'waterfall',
  };
}

function number(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

function zoomOf(raw: unknown): ViewState['zoom'] {
  if (typeof raw !== 'object' || raw === null || !('fromNs' in raw) || !('toNs' in raw)) return undefined;
  const [fromNs, toNs] = [number(raw.fromNs, 0), number(raw.toNs, 0)];
  return toNs > fromNs ? { fromNs, toNs } : undefined;
}
