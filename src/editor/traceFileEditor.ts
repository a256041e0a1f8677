import * as vscode from 'vscode';
import { messageHtml } from '../panel/messageHtml.ts';
import { chooseTrace } from './chooseTrace.ts';
import { notOpened, tracesIn, type TraceFileParts } from './openTraceFile.ts';
import { traceFileOrigin } from './traceFiles.ts';

/** The read-only editors for trace files, as the manifest names them: one for their usual names, one for "Open With" on others. */
export const TRACE_FILE_EDITORS = ['spanline.traceFile', 'spanline.anyTraceFile'] as const;

/** Shows a trace file as a waterfall in the tab that VS Code opens for it. */
export class TraceFileEditor implements vscode.CustomReadonlyEditorProvider {
  readonly #parts: TraceFileParts;

  constructor(parts: TraceFileParts) {
    this.#parts = parts;
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => undefined };
  }

  async resolveCustomEditor({ uri }: vscode.CustomDocument, panel: vscode.WebviewPanel): Promise<void> {
    const origin = traceFileOrigin(uri);
    try {
      const traces = await tracesIn(this.#parts.parser, origin);
      // A tab cannot stay empty: who does not choose gets the first.
      const chosen = await chooseTrace(traces, `${traces.length} traces in ${origin.label}`);
      this.#parts.waterfalls.fill(panel, chosen ?? traces[0]!.traceId, origin);
    } catch (thrown) {
      const message = notOpened(origin, thrown);
      panel.webview.html = messageHtml(message);
      const asText = 'Open as Text';
      if ((await vscode.window.showErrorMessage(message, asText)) === asText)
        await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
    }
  }
}
