import * as vscode from 'vscode';
import { timeOfLine } from '../core/lineTime.ts';
import type { TraceIdHit } from '../core/traceIdForms/traceIdHit.ts';
import { findTraceIds } from '../core/traceIdText.ts';
import { traceArgument } from './readTraceRequest.ts';
import type { TraceRequest } from './traceRequest.ts';

type Open = (request: TraceRequest) => Promise<void>;

interface TraceTerminalLink extends vscode.TerminalLink {
  readonly request: TraceRequest;
}

/** Trace IDs printed in a terminal. Only certain ones: a bare hash in a build log is no trace. */
export class TraceTerminalLinks implements vscode.TerminalLinkProvider<TraceTerminalLink> {
  readonly #open: Open;

  constructor(open: Open) {
    this.#open = open;
  }

  provideTerminalLinks({ line }: vscode.TerminalLinkContext): TraceTerminalLink[] {
    return findTraceIds(line)
      .filter((hit) => hit.certain || hit.form === 'bare')
      .map((hit) => ({
        startIndex: hit.start,
        length: hit.end - hit.start,
        tooltip: 'Open trace in Spanline',
        request: { ...hit, near: timeOfLine(line, Date.now()) },
      }));
  }

  handleTerminalLink({ request }: TraceTerminalLink): Promise<void> {
    return this.#open(request);
  }
}

/** Where log lines are read: log and text files, their JSON kind, and output channels. */
export const LOG_DOCUMENTS: vscode.DocumentSelector = [
  { language: 'log' },
  { language: 'plaintext' },
  { language: 'jsonl' },
  { pattern: '**/*.{log,txt,jsonl,ndjson}' },
  { scheme: 'output' },
];

/** A 100 MB log has its links where one can scroll to in a while: at its end, where the newest lines are. */
const MAX_SCANNED_CHARS = 2_000_000;
/** How long one stretch of scanning may hold the extension host. */
const SLICE_MS = 8;
const SLICE_CHARS = 32_768;

/** Trace IDs in log documents. */
export class TraceDocumentLinks implements vscode.DocumentLinkProvider {
  async provideDocumentLinks(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentLink[]> {
    const text = document.getText();
    const links: vscode.DocumentLink[] = [];
    let at = text.length > MAX_SCANNED_CHARS ? text.indexOf('\n', text.length - MAX_SCANNED_CHARS) + 1 : 0;
    let pause = performance.now() + SLICE_MS;
    while (at < text.length && !token.isCancellationRequested) {
      const newline = text.indexOf('\n', at + SLICE_CHARS);
      const end = newline < 0 ? text.length : newline + 1;
      for (const hit of findTraceIds(text.slice(at, end))) {
        if (!hit.certain && hit.form !== 'bare') continue;
        const range = new vscode.Range(document.positionAt(at + hit.start), document.positionAt(at + hit.end));
        const link = new vscode.DocumentLink(range, openTraceUri(hit, document.lineAt(range.start.line).text));
        link.tooltip = 'Open trace in Spanline';
        links.push(link);
      }
      at = end;
      if (performance.now() > pause) {
        await new Promise((resolve) => setImmediate(resolve));
        pause = performance.now() + SLICE_MS;
      }
    }
    return links;
  }
}

/** Our own command with IDs as its only arguments; it checks them again. */
export function openTraceUri(hit: TraceIdHit, line: string): vscode.Uri {
  const query = encodeURIComponent(JSON.stringify([traceArgument(hit, timeOfLine(line, Date.now()))]));
  return vscode.Uri.parse(`command:spanline.showTrace?${query}`);
}
