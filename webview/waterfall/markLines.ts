/** The distinct pixel lines that rows fall on, for rows in order: at most as many as the strip is high. */
export function markLines(rows: Uint32Array, yOf: (row: number) => number): readonly number[] {
  const lines: number[] = [];
  for (const row of rows) {
    const y = Math.floor(yOf(row));
    if (lines.at(-1) !== y) lines.push(y);
  }
  return lines;
}
