import * as vscode from 'vscode';
import { timeOfLine } from '../core/lineTime.ts';
import { readTraceId } from '../core/traceIdText.ts';
import type { TraceDesk } from './traceDesk.ts';

/** A clipboard may hold a whole file; an ID is near its start. */
const MAX_PREFILL_CHARS = 4096;

/** "Spanline: Open Trace...": prefilled from the selection or the clipboard when there is a trace ID in them. */
export async function openTraceCommand(desk: TraceDesk): Promise<void> {
  const typed = await vscode.window.showInputBox({
    title: 'Open Trace',
    prompt: 'A trace ID, a traceparent, a log line or the URL of a trace',
    placeHolder: '4bf92f3577b34da6a3ce929d0e0e4736',
    value: await prefill(),
    validateInput: (text) => (text.trim() === '' || readTraceId(text) ? undefined : 'There is no trace ID in this.'),
  });
  const hit = typed === undefined ? undefined : readTraceId(typed);
  if (hit && typed !== undefined) await desk.open({ ...hit, near: timeOfLine(typed, Date.now()) });
}

async function prefill(): Promise<string> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor && !editor.selection.isEmpty ? editor.document.getText(editor.selection) : '';
  const clipboard = selected === '' ? await vscode.env.clipboard.readText() : '';
  for (const text of [selected, clipboard]) {
    const line = text.slice(0, MAX_PREFILL_CHARS).trim();
    if (line !== '' && readTraceId(line)) return line;
  }
  return '';
}
