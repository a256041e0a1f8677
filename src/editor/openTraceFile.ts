import * as vscode from 'vscode';
import type { TraceId } from '../core/ids.ts';
import { problemOf } from '../core/problem.ts';
import type { TraceSummary } from '../core/trace.ts';
import { formatDuration } from '../core/time.ts';
import { visibleText } from '../core/visibleText.ts';
import type { ParserClient } from '../parser/parserClient.ts';
import { titleOf } from './traceDesk.ts';
import { traceFileOrigin, type TraceFiles } from './traceFiles.ts';
import type { Waterfalls } from './waterfalls.ts';

/** "Spanline: Open Trace File...": any known format, told by content; several traces in one file give a choice. */
export async function openTraceFile(parser: ParserClient, waterfalls: Waterfalls, files: TraceFiles): Promise<void> {
  const [uri] = (await vscode.window.showOpenDialog({ title: 'Open Trace File', openLabel: 'Open Trace' })) ?? [];
  if (!uri) return;
  const origin = traceFileOrigin(uri);
  try {
    const { traces } = await parser.rpc.call('open', await origin.fetch());
    for (const { handle } of traces) void parser.rpc.call('close', { trace: handle });
    const traceId = await choose(traces.map(({ summary }) => summary));
    if (traceId) {
      await files.remember(traceId, uri);
      await waterfalls.show(traceId, undefined, origin, titleOf(traceId));
    } else if (traces.length === 0) void vscode.window.showWarningMessage(`${origin.label} holds no spans.`);
  } catch (thrown) {
    void vscode.window.showErrorMessage(`${origin.label} cannot be opened as a trace. ${problemOf(thrown).message}`);
  }
}

async function choose(traces: readonly TraceSummary[]): Promise<TraceId | undefined> {
  if (traces.length <= 1) return traces[0]?.traceId;
  const items = traces.map((trace) => ({
    label: `${visibleText(trace.rootService)}: ${visibleText(trace.rootName)}`.replaceAll('$(', '\\$('),
    description: `${formatDuration(trace.durationNs)} · ${trace.spans} spans`,
    detail: trace.traceId,
    traceId: trace.traceId,
  }));
  return (
    await vscode.window.showQuickPick(items, { title: `${traces.length} traces in the file`, matchOnDetail: true })
  )?.traceId;
}
