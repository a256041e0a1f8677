import * as vscode from 'vscode';
import { formatAge } from '../../core/age.ts';
import type { SpanId, TraceId } from '../../core/ids.ts';
import type { ExemplarOrder, SpanExemplar } from '../../core/latencyProtocol.ts';
import { formatDuration } from '../../core/time.ts';
import { plainLabel } from '../plainLabel.ts';

interface ExemplarStore {
  exemplars(sites: readonly number[], order: ExemplarOrder, limit: number): Promise<readonly SpanExemplar[]>;
}

interface ExemplarItem extends vscode.QuickPickItem {
  readonly span?: SpanExemplar;
}

const SECTIONS: readonly (readonly [ExemplarOrder, string])[] = [
  ['slowest', 'Slowest'],
  ['latest', 'Latest'],
  ['failing', 'Failing'],
];
const PER_SECTION = 5;

/** Offers a function's slowest, latest and failing calls and opens the picked one. */
export async function showFunctionTraces(
  store: ExemplarStore,
  sites: readonly number[],
  open: (traceId: TraceId, spanId: SpanId) => Promise<void>,
): Promise<void> {
  const sections = await Promise.all(
    SECTIONS.map(async ([order, label]) => sectionOf(label, await store.exemplars(sites, order, PER_SECTION))),
  );
  const picked = await vscode.window.showQuickPick(sections.flat(), {
    title: 'Calls of this function',
    placeHolder: 'Open the trace of a call',
    matchOnDescription: true,
  });
  if (picked?.span) await open(picked.span.traceId, picked.span.spanId);
}

function sectionOf(label: string, spans: readonly SpanExemplar[]): readonly ExemplarItem[] {
  if (spans.length === 0) return [];
  return [
    { label, kind: vscode.QuickPickItemKind.Separator },
    ...spans.map((span) => ({
      label: `${span.error ? '$(error)' : '$(pass)'} ${formatDuration(span.durationNs)}`,
      description: `${plainLabel(span.service)}: ${plainLabel(span.name)} · ${formatAge(span.startEpochNs, Date.now())}`,
      span,
    })),
  ];
}
