import * as vscode from 'vscode';
import { counted } from '../core/counted.ts';
import { problemOf } from '../core/problem.ts';
import type { ParserClient } from '../parser/parserClient.ts';
import type { CollectorStore } from './collectorStore.ts';
import { traceFileOrigin } from './traceFiles.ts';

/** "Spanline: Import Trace Files...": keeps what is in them in the local store, beside what was received. */
export async function importTraceFiles(parser: ParserClient, store: CollectorStore): Promise<void> {
  const uris = await vscode.window.showOpenDialog({
    title: 'Import Trace Files',
    openLabel: 'Import',
    canSelectMany: true,
  });
  for (const uri of uris ?? []) {
    const origin = traceFileOrigin(uri);
    const { label } = origin;
    try {
      const title = `Importing ${label}`;
      const said = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title },
        async () => {
          const { payloads, rejected, notes } = await parser.rpc.call('toOtlp', await origin.fetch());
          const kept = await store.keep(payloads);
          const refused = [...rejected, ...kept.rejected].reduce((sum, { count }) => sum + count, 0);
          return [importedText(label, kept.traces.length, kept.stored, kept.duplicate, refused), ...notes].join(' ');
        },
      );
      void vscode.window.showInformationMessage(said);
    } catch (thrown) {
      void vscode.window.showErrorMessage(`${label} cannot be imported. ${problemOf(thrown).message}`);
    }
  }
}

function importedText(label: string, traces: number, stored: number, duplicate: number, refused: number): string {
  const parts = [`Imported ${label}: ${counted(stored, 'span')} in ${counted(traces, 'trace')}.`];
  if (duplicate > 0) parts.push(`${counted(duplicate, 'span')} ${duplicate === 1 ? 'was' : 'were'} there already.`);
  if (refused > 0) parts.push(`${counted(refused, 'span')} could not be kept.`);
  return parts.join(' ');
}
