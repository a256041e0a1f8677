import * as vscode from 'vscode';
import type { TraceId } from '../core/ids.ts';
import { counted } from '../core/counted.ts';
import { formatDuration } from '../core/time.ts';
import type { TraceSummary } from '../core/trace.ts';
import { plainLabel } from './plainLabel.ts';

/** The only trace, or the one that the user picks; `undefined` without any, or when the user gives up. */
export async function chooseTrace(traces: readonly TraceSummary[], title: string): Promise<TraceId | undefined> {
  if (traces.length <= 1) return traces[0]?.traceId;
  const items = traces.map((trace) => ({
    label: `${trace.errors > 0 ? '$(error)' : '$(pass)'} ${plainLabel(trace.rootService)}: ${plainLabel(trace.rootName)}`,
    description: `${formatDuration(trace.durationNs)} · ${counted(trace.spans, 'span')}`,
    detail: trace.traceId,
    traceId: trace.traceId,
  }));
  const options = { title, matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.traceId;
}
