import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { Base1 } from '../../../src/core/position.ts';
import type { GitAccess, GitAnswer } from '../../../src/mapping/git.ts';
import { NodeGit } from '../../../src/mapping/nodeGit.ts';
import { RevisionDrift, type Drift } from '../../../src/mapping/revisionDrift.ts';
import { temporaryDirectory } from '../collector/support/temporaryDirectory.ts';
import { makeRepository } from './makeRepository.ts';

const { signal } = new AbortController();

const CODE = [
  'import x;',
  '',
  'function a() {',
  '  open();',
  '  work();',
  '}',
  '',
  'function b() {',
  '  open();',
  '}',
  '',
];

function textWith(...changes: readonly (readonly [line: number, ...lines: readonly string[]])[]): string {
  const lines = CODE.map((line): readonly string[] => [line]);
  for (const [line, ...replacement] of changes) lines[line - 1] = replacement;
  return lines.flat().join('\n');
}

interface Asked {
  readonly folder: string;
  readonly revision: string;
  readonly line: number;
  readonly path?: string;
  readonly currentText?: string;
  readonly functionLines?: readonly [number, number];
}

function ask({ folder, revision, line, path = 'src/a.ts', currentText, functionLines }: Asked): Promise<Drift> {
  const file = join(folder, path);
  return new RevisionDrift(new NodeGit()).translate(
    {
      path: file,
      line: line as Base1,
      revision,
      currentText: currentText ?? readFileSync(file, 'utf8'),
      ...(functionLines && {
        functionRange: { firstLine: functionLines[0] as Base1, lastLine: functionLines[1] as Base1 },
      }),
    },
    signal,
  );
}

test('a line that an edit above moved: in a later commit, in the file, in the editor', async () => {
  const { folder, commit, write } = makeRepository();
  const revision = commit({ 'src/a.ts': textWith() });
  expect(await ask({ folder, revision, line: 9 })).toEqual({ kind: 'same', functionChanged: false });
  const short = revision.slice(0, 7);
  commit({ 'src/a.ts': textWith([1, 'import x;', 'import y;']) });
  expect(await ask({ folder, revision, line: 9 })).toEqual({
    kind: 'moved',
    line: 10,
    functionChanged: false,
    why: `line 9 of revision ${short} is line 10 now`,
  });
  write('src/a.ts', textWith([1, 'import x;', 'import y;', 'import z;']));
  expect(await ask({ folder, revision: short, line: 9 })).toMatchObject({ kind: 'moved', line: 11 });
  const currentText = `${textWith([1]).replaceAll('\n', '\r\n')}// more`;
  expect(await ask({ folder, revision, line: 9, currentText })).toMatchObject({ kind: 'moved', line: 8 });
});

test('a line that was changed or deleted', async () => {
  const { folder, commit } = makeRepository();
  const revision = commit({ 'src/a.ts': textWith() });
  const why = `this line has changed since revision ${revision.slice(0, 7)}`;
  commit({ 'src/a.ts': textWith([1, 'import x;', 'import y;'], [5, '  workHarder();']) });
  expect(await ask({ folder, revision, line: 5 })).toEqual({ kind: 'changed', line: 6, why });
  commit({ 'src/a.ts': textWith([5]) });
  expect(await ask({ folder, revision, line: 5 })).toEqual({ kind: 'changed', line: 5, why });
});

test.for<readonly [what: string, currentText: string, range: readonly [number, number], changed: boolean]>([
  ['nothing', textWith(), [3, 6], false],
  ['the function below', textWith([9, '  close();']), [3, 6], false],
  ['a line above', textWith([1, '', '']), [4, 7], false],
  ['a line of it', textWith([5, '  work(1);']), [3, 6], true],
  ['a new line in it', textWith([5, '  work();', '  close();']), [3, 7], true],
  ['a line less in it', textWith([5]), [3, 5], true],
  ['a line of it and one above', textWith([1], [5, '  work(1);']), [2, 5], true],
])('whether the function changed: %s', async ([, currentText, functionLines, functionChanged]) => {
  const { folder, commit } = makeRepository();
  const revision = commit({ 'src/a.ts': textWith() });
  expect(await ask({ folder, revision, line: 4, currentText, functionLines })).toMatchObject({ functionChanged });
});

test('a renamed file', async () => {
  const { folder, commit, git } = makeRepository();
  const revision = commit({ 'src/a.ts': textWith() });
  git('mv', 'src/a.ts', 'src/b.ts');
  commit({ 'src/b.ts': textWith([1, '// renamed', 'import x;']) });
  expect(await ask({ folder, revision, line: 5, path: 'src/b.ts' })).toMatchObject({
    kind: 'moved',
    line: 6,
    why: `line 5 of revision ${revision.slice(0, 7)}, in a file with another name, is line 6 now`,
  });
});

test('what cannot be known is said', async () => {
  const { folder, commit } = makeRepository();
  const revision = commit({ 'src/a.ts': textWith(), 'src/b.png': '\0' });
  const name = `revision ${revision.slice(0, 7)}`;
  const later = commit({ 'src/new.ts': 'something else\n' });
  const unknown = (why: string): Drift => ({ kind: 'unknown', why });
  expect(await ask({ folder, revision: '0123456789', line: 1 })).toEqual(
    unknown('revision 0123456 is not in this repository'),
  );
  expect(await ask({ folder, revision: '--output=x', line: 1 })).toEqual(unknown('the span does not name a commit'));
  expect(await ask({ folder, revision, line: 99 })).toEqual(unknown(`the file has only 11 lines in ${name}`));
  expect(await ask({ folder, revision, line: 1, path: 'src/new.ts' })).toEqual(unknown(`the file is not in ${name}`));
  expect(await ask({ folder, revision, line: 1, path: 'src/b.png' })).toEqual(
    unknown(`the file is no text in ${name}`),
  );
  expect(await ask({ folder, revision: later, line: 1, currentText: '\n'.repeat(50_001) })).toEqual(
    unknown('the file is too large to compare'),
  );
  expect(await ask({ folder: temporaryDirectory(), revision, line: 1, path: 'a.ts', currentText: '' })).toEqual(
    unknown('the file is in no git repository'),
  );
});

test('an unknown revision is known once it is there', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { folder, commit, git } = makeRepository();
  const revision = commit({ 'a.ts': 'one\n' });
  renameSync(join(folder, '.git/objects'), join(folder, '.git/away'));
  git('init', '--quiet');
  const drift = new RevisionDrift(new NodeGit());
  const question = { path: join(folder, 'a.ts'), line: 1 as Base1, revision, currentText: 'one\n' };
  expect(await drift.translate(question, signal)).toMatchObject({ kind: 'unknown' });
  renameSync(join(folder, '.git/objects'), join(folder, '.git/gone'));
  renameSync(join(folder, '.git/away'), join(folder, '.git/objects'));
  expect(await drift.translate(question, signal)).toMatchObject({ kind: 'unknown' });
  vi.advanceTimersByTime(30_001);
  expect(await drift.translate(question, signal)).toMatchObject({ kind: 'same' });
});

afterEach(() => vi.useRealTimers());

/** Every revision of every file is this text; a note of what was asked. */
class CountingGit implements GitAccess {
  readonly shown: string[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  folder(): ReturnType<GitAccess['folder']> {
    return Promise.resolve({ state: 'found', value: { topLevel: '/ws', prefix: '' } });
  }

  async show(
    _topLevel: string,
    revision: string,
    path: string,
    _maxBytes: number,
    signal: AbortSignal,
  ): Promise<GitAnswer<string>> {
    this.shown.push(`${revision}:${path}`);
    await Promise.resolve();
    signal.throwIfAborted();
    return { state: 'found', value: this.#text };
  }

  renamedFrom(): Promise<GitAnswer<string>> {
    return Promise.resolve({ state: 'missing', reason: 'no-file' });
  }
}

function questionOf(path: string): Parameters<RevisionDrift['translate']>[0] {
  return { path, line: 1 as Base1, revision: '3f2a9bc', currentText: 'x' };
}

test('git is asked once for each file, also by many at once, and by the next when the first is cancelled', async () => {
  const git = new CountingGit('x');
  const drift = new RevisionDrift(git);
  await Promise.all([1, 2, 3].map(() => drift.translate(questionOf('/ws/a.ts'), signal)));
  await drift.translate(questionOf('/ws/a.ts'), signal);
  expect(git.shown).toEqual(['3f2a9bc:a.ts']);

  const controller = new AbortController();
  const first = drift.translate(questionOf('/ws/b.ts'), controller.signal);
  const second = drift.translate(questionOf('/ws/b.ts'), signal);
  controller.abort();
  await expect(first).rejects.toThrow();
  expect(await second).toMatchObject({ kind: 'same' });
});

test.for([
  ['fifty small texts', 'x', 50],
  ['sixteen of a mebibyte', 'x'.repeat(2 ** 20), 16],
] as const)('keeps no more than %s', async ([, text, kept]) => {
  const git = new CountingGit(text);
  const drift = new RevisionDrift(git);
  for (let file = 0; file <= kept; file++) await drift.translate(questionOf(`/ws/${file}.ts`), signal);
  const asked = git.shown.length;
  await drift.translate(questionOf('/ws/1.ts'), signal);
  expect(git.shown).toHaveLength(asked);
  await drift.translate(questionOf('/ws/0.ts'), signal);
  expect(git.shown).toHaveLength(asked + 1);
});
