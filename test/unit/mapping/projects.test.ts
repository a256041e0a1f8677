import { expect, test } from 'vitest';
import { countsOf, judge } from '../../mapping/support/judge.ts';
import { readPinned, regressions } from '../../mapping/support/pinned.ts';
import { readProjects } from '../../mapping/support/project.ts';
import { resolveProject } from '../../mapping/support/resolveProject.ts';

const projects = await readProjects();
const pinned = await readPinned();

test('the pinned table has every project and no other', () => {
  expect([...pinned.keys()].toSorted()).toEqual(projects.map(({ name }) => name));
});

test.for(projects)(
  '$name: no span leads to a wrong line, and as many as before to the right one',
  { timeout: 60_000 },
  async (project) => {
    const answers = await resolveProject(project);
    expect(new Set(answers.map(({ spanId }) => spanId)), 'the spans with an expectation').toEqual(
      new Set(project.expected.keys()),
    );
    const judged = judge(project, answers);
    expect(
      judged.filter(({ verdict }) => verdict === 'wrong'),
      'wrong',
    ).toEqual([]);
    expect(regressions(countsOf(judged), pinned.get(project.name)!), 'worse than pinned').toEqual([]);
  },
);
