import type { GridColumn, GridModel } from '../faces/table/tableModel.ts';
import { ranks } from '../faces/table/tableModel.ts';
import type { FoundRow, FoundTraces } from './foundTraces.ts';
import { durationAxis, type DurationScale } from './plot/durationAxis.ts';
import { durationSpan } from './plot/durationSpan.ts';
import { isIn, type Range } from './range.ts';

/** The results as a table: all of them, or those in a range. */
export interface ResultModel extends GridModel {
  /** The place of a line among the found traces, and the other way: -1 for one that is not in the range. */
  readonly placeOf: (line: number) => number;
  readonly lineOf: (place: number) => number;
  readonly row: (line: number) => FoundRow;
  /** For bars: 0 to 1, the shortest and the longest of all results, on the scale of the plot. */
  readonly barOf: (durationNs: number) => number;
}

export function resultModel(found: FoundTraces, range: Range | undefined, scale: DurationScale): ResultModel {
  const { rows } = found;
  const { toPx } = durationAxis(...durationSpan(rows), scale, 1);
  const places = rows.map((_, place) => place).filter((place) => range === undefined || isIn(range, rows[place]!));
  const lines = new Int32Array(rows.length).fill(-1);
  for (const [line, place] of places.entries()) lines[place] = line;
  const row = (line: number): FoundRow => rows[places[line]!]!;
  // Worked out only when somebody sorts by it.
  let titles: Uint32Array | undefined;
  let sources: Uint32Array | undefined;
  const rankOf = (text: (row: FoundRow) => string): Uint32Array => ranks(places.map((place) => text(rows[place]!)));
  const column = (id: string, label: string, hint: string, key: (line: number) => number): GridColumn => ({
    id,
    label,
    hint,
    key,
  });
  return {
    count: places.length,
    nouns: ['trace', 'traces'],
    columns: [
      column('start', 'Started', 'When the trace began', (line) => row(line).startMs),
      column(
        'title',
        'Root span',
        'Service and operation the trace began with',
        (line) => (titles ??= rankOf(({ trace }) => `${trace.rootService}\0${trace.rootName}`))[line]!,
      ),
      column(
        'duration',
        'Duration',
        'From the first span to the end of the last',
        (line) => row(line).trace.durationNs,
      ),
      ...(found.hasMatched
        ? [column('matched', 'Matches', 'Spans that match the search', (line) => row(line).matched ?? -1)]
        : []),
      column('spans', 'Spans', 'Spans of the trace', (line) => row(line).trace.spans),
      column('errors', 'Errors', 'Failed spans', (line) => row(line).trace.errors),
      column('services', 'Services', 'Services in the trace', (line) => row(line).trace.services.length),
      column(
        'source',
        'Source',
        'Where the trace was found',
        (line) => (sources ??= rankOf((each) => each.sources.join('\0')))[line]!,
      ),
    ],
    placeOf: (line) => places[line] ?? -1,
    lineOf: (place) => lines[place] ?? -1,
    row,
    barOf: toPx,
  };
}
