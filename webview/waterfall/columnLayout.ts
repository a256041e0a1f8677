/** A column of figures between the labels and the bars. */
export interface FigureColumn {
  readonly name: string;
  readonly title: string;
  readonly widthPx: number;
}

export const FIGURE_COLUMNS: readonly FigureColumn[] = [
  { name: 'Self', title: 'Time in which the span worked itself, without its children', widthPx: 78 },
  { name: '%', title: 'Share of the trace’s duration', widthPx: 50 },
  { name: 'Critical', title: 'Time on the critical path', widthPx: 78 },
];

export const FIGURES_PX = FIGURE_COLUMNS.reduce((sum, { widthPx }) => sum + widthPx, 0);
/** In narrower panels the bars need the room more. */
export const MIN_WIDTH_FOR_FIGURES_PX = 720;
