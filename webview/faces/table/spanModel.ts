import { byOperation } from '../../../src/core/operationStats.ts';
import { formatDuration } from '../../../src/core/time.ts';
import type { TraceRows } from '../../traceRows.ts';
import { percent } from '../percent.ts';
import { ranks, type TableModel } from './tableModel.ts';

/** Every span a line. Text is made for the lines on the screen only; names sort by their operation's rank. */
export function spanModel(trace: TraceRows, selfNs: Float64Array, wholeNs: number): TableModel {
  const { columns, slots } = trace;
  const { groupOf, groups } = byOperation(columns);
  const names: string[] = [];
  for (let row = 0; row < columns.count && names.length < groups; row++)
    if (groupOf[row] === names.length) names.push(`${trace.nameOf(row)}\0${trace.serviceOf(row)}`);
  const rank = ranks(names);
  const share = (row: number): number => columns.durationNs[row]! / wholeNs;
  const time = (values: Float64Array) => ({
    key: (row: number) => values[row]!,
    text: (row: number) => formatDuration(values[row]!),
  });
  const { startNs, durationNs } = columns;
  return {
    count: columns.count,
    nouns: ['span', 'spans'],
    columns: [
      { id: 'title', label: 'Span', hint: '', key: (row) => rank[groupOf[row]!]!, text: () => '' },
      { id: 'start', label: 'Start', hint: 'From the start of the trace', ...time(startNs) },
      { id: 'duration', label: 'Duration', hint: 'Time in calls included', ...time(durationNs) },
      { id: 'self', label: 'Self', hint: 'Time in the span itself', ...time(selfNs) },
      {
        id: 'share',
        label: 'Share',
        hint: 'Share of the time of the trace',
        key: share,
        text: (row) => percent(share(row)),
      },
    ],
    title: (row) => trace.nameOf(row),
    subtitle: (row) => trace.serviceOf(row),
    slot: (row) => slots[columns.service[row]!]!,
    share,
    row: (row) => row,
    indexOf: (row) => row,
  };
}
