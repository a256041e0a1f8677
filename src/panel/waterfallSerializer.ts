import type * as vscode from 'vscode';
import { parseSpanId, parseTraceId, type SpanId, type TraceId } from '../core/ids.ts';

/** Which trace a tab showed before the reload, as the page left it. */
export interface WaterfallState {
  readonly traceId: TraceId;
  readonly selectedSpanId: SpanId | undefined;
  /** Where it came from, see `ViewStart.source`. */
  readonly source: string;
}

/** Fills `panel` again. Without a state the tab says that its trace is not known any more. */
export type WaterfallReopener = (panel: vscode.WebviewPanel, state: WaterfallState | undefined) => void | Promise<void>;

/** Brings waterfalls back after a reload of the window. */
export class WaterfallSerializer implements vscode.WebviewPanelSerializer {
  readonly #reopen: WaterfallReopener;

  constructor(reopen: WaterfallReopener) {
    this.#reopen = reopen;
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, raw: unknown): Promise<void> {
    await this.#reopen(panel, parseWaterfallState(raw));
  }
}

/** Takes only what is needed and only in the right shape: the page wrote it, and pages are not trusted. */
export function parseWaterfallState(raw: unknown): WaterfallState | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const { traceId, selectedSpanId, source } = raw as Readonly<Record<string, unknown>>;
  const parsed = typeof traceId === 'string' ? parseTraceId(traceId) : undefined;
  if (parsed === undefined) return undefined;
  return {
    traceId: parsed,
    selectedSpanId: typeof selectedSpanId === 'string' ? parseSpanId(selectedSpanId) : undefined,
    source: typeof source === 'string' ? source.slice(0, 500) : '',
  };
}
