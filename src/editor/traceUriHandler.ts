import * as vscode from 'vscode';
import type { SpanId, TraceId } from '../core/ids.ts';
import { parseTraceUri } from '../core/traceUri.ts';

/** Opens `vscode://spanline.spanline/trace/<trace ID>?span=<span ID>`, from wherever it was pasted. */
export class TraceUriHandler implements vscode.UriHandler {
  readonly #open: (traceId: TraceId, spanId: SpanId | undefined) => Promise<void>;

  constructor(open: (traceId: TraceId, spanId: SpanId | undefined) => Promise<void>) {
    this.#open = open;
  }

  async handleUri({ path, query }: vscode.Uri): Promise<void> {
    const named = parseTraceUri(path, query);
    // The link's own text is not shown: anybody may have written it.
    if (named) await this.#open(named.traceId, named.spanId);
    else void vscode.window.showWarningMessage('The link does not name a trace that Spanline could open.');
  }
}
