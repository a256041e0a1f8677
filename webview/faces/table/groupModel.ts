import { byOperation, operationStats } from '../../../src/core/operationStats.ts';
import type { GroupResult } from '../../../src/core/protocol.ts';
import { formatDuration } from '../../../src/core/time.ts';
import { visibleText } from '../../../src/core/visibleText.ts';
import type { TraceRows } from '../../traceRows.ts';
import { percent } from '../percent.ts';
import { ranks, type TableModel } from './tableModel.ts';

/** Rows in groups, as a table needs them. */
interface Groups {
  readonly groupOf: Uint32Array;
  readonly groups: number;
  readonly nouns: TableModel['nouns'];
  readonly title: (group: number, firstRow: number) => string;
  readonly subtitle: (group: number, firstRow: number) => string;
  /** Whether the spans of a group are of one service. */
  readonly oneService: boolean;
}

export function operationModel(trace: TraceRows, selfNs: Float64Array): TableModel {
  return groupModel(trace, selfNs, {
    ...byOperation(trace.columns),
    nouns: ['operation', 'operations'],
    title: (_, row) => trace.nameOf(row),
    subtitle: (_, row) => trace.serviceOf(row),
    oneService: true,
  });
}

export function serviceModel(trace: TraceRows, selfNs: Float64Array): TableModel {
  return groupModel(trace, selfNs, {
    groupOf: Uint32Array.from(trace.columns.service),
    groups: trace.header.services.length,
    nouns: ['service', 'services'],
    title: (_, row) => trace.serviceOf(row),
    subtitle: () => '',
    oneService: true,
  });
}

export function attributeModel(trace: TraceRows, selfNs: Float64Array, { labels, group }: GroupResult): TableModel {
  return groupModel(trace, selfNs, {
    groupOf: new Uint32Array(group),
    groups: labels.length,
    nouns: ['value', 'values'],
    title: (index) => visibleText(labels[index] ?? '') || '(empty)',
    subtitle: () => '',
    oneService: false,
  });
}

/** Groups without a span get no line. */
function groupModel({ columns, slots }: TraceRows, selfNs: Float64Array, groups: Groups): TableModel {
  const stats = operationStats(columns, selfNs, groups.groupOf, groups.groups);
  const shown = Uint32Array.from(stats.count.keys()).filter((group) => stats.count[group]! > 0);
  const lineOf = new Uint32Array(groups.groups);
  for (let line = 0; line < shown.length; line++) lineOf[shown[line]!] = line;
  const allSelfNs = stats.selfNs.reduce((sum, ns) => sum + ns, 0) || 1;
  const firstRow = (line: number): number => stats.firstRow[shown[line]!]!;
  const title = (line: number): string => groups.title(shown[line]!, firstRow(line));
  const subtitle = (line: number): string => groups.subtitle(shown[line]!, firstRow(line));
  const rank = ranks(Array.from(shown, (_, line) => `${title(line)}\0${subtitle(line)}`));
  const share = (line: number): number => stats.selfNs[shown[line]!]! / allSelfNs;
  const time = (values: Float64Array) => ({
    key: (line: number) => values[shown[line]!]!,
    text: (line: number) => formatDuration(values[shown[line]!]!),
  });
  const number = (values: Uint32Array, zero: string) => ({
    key: (line: number) => values[shown[line]!]!,
    text: (line: number) => (values[shown[line]!] === 0 ? zero : values[shown[line]!]!.toLocaleString('en')),
  });
  const [noun] = groups.nouns;
  return {
    count: shown.length,
    nouns: groups.nouns,
    columns: [
      {
        id: 'title',
        label: noun[0]!.toUpperCase() + noun.slice(1),
        hint: '',
        key: (line) => rank[line]!,
        text: () => '',
      },
      { id: 'count', label: 'Spans', hint: 'Number of spans', ...number(stats.count, '0') },
      { id: 'errors', label: 'Errors', hint: 'Spans that failed', ...number(stats.errors, '') },
      { id: 'total', label: 'Total', hint: 'Sum of durations, time in calls included', ...time(stats.totalNs) },
      { id: 'self', label: 'Self', hint: 'Sum of the time in the spans themselves', ...time(stats.selfNs) },
      { id: 'p50', label: 'p50', hint: 'Half of the spans took no longer', ...time(stats.p50Ns) },
      { id: 'p95', label: 'p95', hint: '95 of 100 spans took no longer', ...time(stats.p95Ns) },
      { id: 'max', label: 'Max', hint: 'The slowest span', ...time(stats.maxNs) },
      { id: 'share', label: 'Share', hint: 'Share of all self time', key: share, text: (line) => percent(share(line)) },
    ],
    title,
    subtitle,
    slot: (line) => (groups.oneService ? slots[columns.service[firstRow(line)]!]! : -1),
    share,
    row: (line) => stats.slowestRow[shown[line]!]!,
    indexOf: (row) => lineOf[groups.groupOf[row]!]!,
  };
}
