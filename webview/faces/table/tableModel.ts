/** What a grid needs to know of its lines. */
export interface GridModel {
  readonly count: number;
  readonly columns: readonly GridColumn[];
  /** What a line is, in one and in many. */
  readonly nouns: readonly [string, string];
}

export interface GridColumn {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  /** Lines sort by this. */
  readonly key: (index: number) => number;
}

/** What a table shows, one entry a line: a group of spans, or a span. */
export interface TableModel extends GridModel {
  readonly columns: readonly Column[];
  readonly title: (index: number) => string;
  /** Said after the title, in a quieter voice. */
  readonly subtitle: (index: number) => string;
  /** Palette slot of the line's mark, -1 for none. */
  readonly slot: (index: number) => number;
  /** 0 to 1, for the bar in the last column. */
  readonly share: (index: number) => number;
  /** The row that stands for the line. */
  readonly row: (index: number) => number;
  readonly indexOf: (row: number) => number;
}

export interface Column extends GridColumn {
  readonly id: ColumnId;
  /** Empty in columns that do not show it as text. */
  readonly text: (index: number) => string;
}

export type ColumnId =
  | 'title'
  | 'count'
  | 'errors'
  | 'start'
  | 'duration'
  | 'total'
  | 'self'
  | 'p50'
  | 'p95'
  | 'max'
  | 'share';

export interface Sorting {
  /** ID of a column. */
  readonly column: string;
  readonly descending: boolean;
}

/** Lines by the column's key; equal ones keep the order of the trace. */
export function sortedLines(
  { count, columns }: Pick<GridModel, 'count' | 'columns'>,
  { column, descending }: Sorting,
): Uint32Array {
  const keyOf = columns.find(({ id }) => id === column)?.key ?? columns[0]!.key;
  const keys = Float64Array.from({ length: count }, (_, index) => keyOf(index));
  const sign = descending ? -1 : 1;
  return Uint32Array.from({ length: count }, (_, index) => index).sort((a, b) => sign * (keys[a]! - keys[b]!) || a - b);
}

/** For texts that sort as such: the place of each among the others. */
export function ranks(texts: readonly string[]): Uint32Array {
  const order = texts.map((_, index) => index).sort((a, b) => (texts[a]! < texts[b]! ? -1 : 1));
  const rank = new Uint32Array(texts.length);
  for (let place = 0; place < order.length; place++) rank[order[place]!] = place;
  return rank;
}
