import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { countsOf, judge, type Judged } from './support/judge.ts';
import { projectNames, readProjects, type Place } from './support/project.ts';
import { projectTable, type Row } from './support/projectTable.ts';
import { resolveProject } from './support/resolveProject.ts';
import { PINNED_FILE, readPinned } from './support/pinned.ts';

/*
 * `node test/mapping/table.ts [--details] [--pin] [PROJECT...]`: how many spans of each project lead to their line, as a Markdown table. With
 * `--details` also every span that does not, or not precisely; with `--pin` these numbers become those that the test keeps.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { details: { type: 'boolean' }, pin: { type: 'boolean' } },
});
const rows: Row[] = [];
for (const project of await readProjects(positionals)) {
  const judged = judge(project, await resolveProject(project));
  rows.push({ project, counts: countsOf(judged) });
  if (values.details) describe(project.name, judged);
}
console.log(projectTable(rows));
if (values.pin) {
  const all = new Map(await readPinned());
  for (const { project, counts } of rows) all.set(project.name, counts);
  const names = await projectNames();
  const kept = [...all].filter(([name]) => names.includes(name)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  await writeFile(PINNED_FILE, `${JSON.stringify(Object.fromEntries(kept), undefined, 2)}\n`);
}

/** What did not arrive, alike spans once. */
function describe(name: string, judged: readonly Judged[]): void {
  const counts = new Map<string, number>();
  for (const { answer, expected, verdict, imprecise } of judged) {
    const precise = !imprecise && (verdict === 'exact' || verdict === 'likely' || verdict === 'guess');
    if (precise || (verdict === 'unresolved' && expected === 'nowhere')) continue;
    const truth = expected === 'nowhere' ? 'nowhere' : expected.places.map((place) => textOf(place)).join(' or ');
    const { file, line, unresolved, candidates, reason } = answer;
    const said = file === undefined ? `${unresolved} ${candidates?.join(' or ') ?? ''}` : `${file}:${line}, ${reason}`;
    const text = `${name}: "${answer.name}" ${verdict}${imprecise ? ' (imprecise)' : ''}\n  should be ${truth}\n  is        ${said}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  for (const [text, count] of counts) console.log(`${count} x ${text}`);
}

function textOf({ file, line }: Place): string {
  return `${file}:${line}`;
}
