import * as vscode from 'vscode';
import type { TraceSummary } from '../core/trace.ts';
import { Problem, problemOf } from '../core/problem.ts';
import type { ParserClient } from '../parser/parserClient.ts';
import { chooseTrace } from './chooseTrace.ts';
import { titleOf } from './traceDesk.ts';
import { traceFileOrigin, type TraceFiles } from './traceFiles.ts';
import type { TraceOrigin } from './openTrace.ts';
import type { Waterfalls } from './waterfalls.ts';

export interface TraceFileParts {
  readonly parser: ParserClient;
  readonly waterfalls: Waterfalls;
  readonly files: TraceFiles;
}

/** "Spanline: Open Trace File...": any known format, told by content; several traces in one file give a choice. */
export async function openTraceFile(parts: TraceFileParts, target: unknown): Promise<void> {
  const named = target instanceof vscode.Uri ? target : undefined;
  const options = { title: 'Open Trace File', openLabel: 'Open Trace' };
  const uri = named ?? (await vscode.window.showOpenDialog(options))?.[0];
  if (!uri) return;
  const origin = traceFileOrigin(uri);
  try {
    const traces = await tracesIn(parts.parser, origin);
    const traceId = await chooseTrace(traces, `${traces.length} traces in ${origin.label}`);
    if (!traceId) return;
    await parts.files.remember(traceId, uri);
    await parts.waterfalls.show(traceId, undefined, origin, titleOf(traceId));
  } catch (thrown) {
    void vscode.window.showErrorMessage(notOpened(origin, thrown));
  }
}

/** What is in a trace file. Throws a Problem, also when it is nothing. */
export async function tracesIn(parser: ParserClient, origin: TraceOrigin): Promise<readonly TraceSummary[]> {
  const { traces } = await parser.rpc.call('summarise', { ...(await origin.fetch()), filter: '' });
  if (traces.length === 0) throw new Problem('malformed', 'It holds no spans.');
  return traces;
}

export function notOpened({ label }: TraceOrigin, thrown: unknown): string {
  return `${label} cannot be opened as a trace. ${problemOf(thrown).message}`;
}
