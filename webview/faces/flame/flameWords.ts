import { formatDuration } from '../../../src/core/time.ts';
import type { Session } from '../../session.ts';
import { percent } from '../percent.ts';
import type { FlameLayout } from './flameLayout.ts';

/** The facts of a node by name, for the tooltip and the screen reader. */
export function flameFacts(
  session: Session,
  layout: FlameLayout,
  node: number,
): readonly (readonly [string, string])[] {
  const total = layout.totalNs[node]!;
  const spans = layout.spans[node]!;
  const errors = layout.errors[node]!;
  return [
    ['total', formatDuration(total)],
    ['self', formatDuration(layout.selfNs[node]!)],
    ...(layout.mode === 'spans' ? [] : [['spans', spans.toLocaleString('en')] as const]),
    ...(errors === 0 ? [] : [['errors', errors.toLocaleString('en')] as const]),
    ['of the trace', percent(total / session.whole.toNs)],
  ];
}

export function flameTitle({ trace }: Session, layout: FlameLayout, node: number): string {
  const row = layout.row[node]!;
  return `${trace.serviceOf(row)} ${trace.nameOf(row)}`;
}
