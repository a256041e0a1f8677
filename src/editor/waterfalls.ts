import * as vscode from 'vscode';
import type { SpanId, TraceId } from '../core/ids.ts';
import type { SpanRef } from '../core/protocol.ts';
import { WaterfallPanel, WATERFALL_VIEW_TYPE } from '../panel/waterfallPanel.ts';
import { WaterfallSerializer } from '../panel/waterfallSerializer.ts';
import type { ParserClient } from '../parser/parserClient.ts';
import { OpenTrace, type TraceOrigin } from './openTrace.ts';
import type { SourceNavigator } from './sourceNavigator.ts';

interface OpenWaterfall {
  readonly panel: WaterfallPanel;
  readonly trace: OpenTrace;
}

interface WaterfallParts {
  readonly extensionUri: vscode.Uri;
  readonly parser: ParserClient;
  readonly navigator: SourceNavigator;
  /** Finds the trace again after a reload, or for a span link. */
  openTrace(traceId: TraceId, spanId: SpanId | undefined): Promise<void>;
  originAfterReload(traceId: TraceId, source: string): TraceOrigin;
  /** Stored spans with a link to this one. */
  linksTo(target: SpanRef): Promise<readonly SpanRef[]>;
}

/** The waterfall tabs: one a trace. */
export class Waterfalls implements vscode.Disposable {
  readonly #parts: WaterfallParts;
  readonly #open = new Map<TraceId, OpenWaterfall>();
  readonly #serializer: vscode.Disposable;

  constructor(parts: WaterfallParts) {
    this.#parts = parts;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(
      WATERFALL_VIEW_TYPE,
      new WaterfallSerializer((panel, state) => {
        if (!state) {
          panel.dispose();
          return;
        }
        const origin = parts.originAfterReload(state.traceId, state.source);
        this.#track(state.traceId, state.selectedSpanId, origin, (trace) =>
          WaterfallPanel.restore(panel, parts.extensionUri, trace),
        );
      }),
    );
  }

  /** Shows the trace, beside the code when there is code on screen, and selects the span. */
  async show(traceId: TraceId, spanId: SpanId | undefined, origin: TraceOrigin, title: string): Promise<void> {
    if (this.#open.has(traceId)) {
      await this.#select(traceId, spanId);
      return;
    }
    const column = this.#column();
    this.#track(traceId, spanId, origin, (trace) =>
      WaterfallPanel.open(this.#parts.extensionUri, title, column, trace),
    );
  }

  /** Fills a tab that VS Code opened for a file of its own accord. The same trace may also be in another tab. */
  fill(panel: vscode.WebviewPanel, traceId: TraceId, origin: TraceOrigin): void {
    this.#track(traceId, undefined, origin, (trace) => WaterfallPanel.restore(panel, this.#parts.extensionUri, trace));
  }

  /** The trace of the tab in front, if that is a waterfall. */
  get active(): TraceId | undefined {
    for (const [traceId, { panel }] of this.#open) if (panel.active) return traceId;
    return undefined;
  }

  /** Closes the tab of the trace, if there is one. */
  close(traceId: TraceId): void {
    this.#open.get(traceId)?.panel.dispose();
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const { trace } of this.#open.values()) trace.dispose();
  }

  async #select(traceId: TraceId, spanId: SpanId | undefined): Promise<void> {
    const open = this.#open.get(traceId);
    if (!open) return;
    open.panel.show(false);
    const row = spanId === undefined ? -1 : await open.trace.rowOf(spanId);
    if (row >= 0) open.panel.select(row);
  }

  #track(
    traceId: TraceId,
    spanId: SpanId | undefined,
    origin: TraceOrigin,
    create: (trace: OpenTrace) => WaterfallPanel,
  ): void {
    let opened: WaterfallPanel | undefined;
    const trace = new OpenTrace(traceId, spanId, origin, {
      parser: this.#parts.parser,
      navigator: this.#parts.navigator,
      openTrace: (linked, linkedSpan) =>
        this.#open.has(linked) ? this.#select(linked, linkedSpan) : this.#parts.openTrace(linked, linkedSpan),
      linksTo: (target) => this.#parts.linksTo(target),
      isVisible: () => opened?.visible ?? true,
      column: () => opened?.viewColumn,
    });
    const panel = create(trace);
    opened = panel;
    if (!this.#open.has(traceId)) this.#open.set(traceId, { panel, trace });
    panel.onDidDispose(() => {
      if (this.#open.get(traceId)?.panel === panel) this.#open.delete(traceId);
      trace.dispose();
    });
  }

  /** Where waterfalls already are; otherwise next to the code; otherwise here. */
  #column(): vscode.ViewColumn {
    for (const { panel } of this.#open.values()) if (panel.viewColumn !== undefined) return panel.viewColumn;
    return vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
  }
}
