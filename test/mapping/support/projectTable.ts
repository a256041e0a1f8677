import type { Counts } from './judge.ts';
import type { Project } from './project.ts';

const COLUMNS = ['spans', 'exact', 'likely', 'guess', 'asked', 'wrong', 'unresolved', 'nowhere'] as const;

export interface Row {
  readonly project: Project;
  readonly counts: Counts;
}

/** In Markdown, a row a project and a last one of all. */
export function projectTable(rows: readonly Row[]): string {
  const sums = COLUMNS.map((column) => rows.reduce((sum, { counts }) => sum + counts[column], 0));
  return [
    line(['Project', 'Language', 'Spans from', ...COLUMNS]),
    line(['---', '---', '---', ...COLUMNS.map(() => '---:')]),
    ...rows.map(({ project, counts }) => {
      const { name, language, captured, instrumentation } = project;
      const origin = captured ? instrumentation : `${instrumentation} (written, not captured)`;
      return line([name, language, origin, ...COLUMNS.map((column) => counts[column])]);
    }),
    line(['all', '', '', ...sums]),
  ].join('\n');
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}
