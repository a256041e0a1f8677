import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { NodeGit } from '../../../src/mapping/nodeGit.ts';
import { temporaryDirectory } from '../collector/support/temporaryDirectory.ts';
import { makeRepository } from './makeRepository.ts';

const MAX_BYTES = 2 ** 20;
const { signal } = new AbortController();
const git = new NodeGit();

afterEach(() => vi.unstubAllEnvs());

/** A program that leaves a file behind. */
function trap(): { readonly program: string; readonly marker: string } {
  const folder = temporaryDirectory();
  const [program, marker] = [join(folder, 'trap.sh'), join(folder, 'marker')];
  writeFileSync(program, `#!/bin/sh\necho "$0 $@" >> '${marker}'\ncat\n`);
  chmodSync(program, 0o755);
  return { program, marker };
}

test('a folder, its repository and where it is in it', async () => {
  const { folder, write } = makeRepository();
  write('a b/é/x.ts', '');
  expect(await git.folder(folder, signal)).toEqual({ state: 'found', value: { topLevel: folder, prefix: '' } });
  expect(await git.folder(join(folder, 'a b/é'), signal)).toEqual({
    state: 'found',
    value: { topLevel: folder, prefix: 'a b/é/' },
  });
});

test('no repository, no folder, no git', async () => {
  const folder = realpathSync(temporaryDirectory());
  const none = { state: 'missing', reason: 'no-repository' };
  expect(await git.folder(folder, signal)).toEqual(none);
  expect(await git.folder(join(folder, 'absent'), signal)).toEqual(none);
  expect(await git.folder(`${folder}\0`, signal)).toEqual(none);
  const absent = new NodeGit(join(folder, 'git'));
  expect(await absent.folder(folder, signal)).toEqual({ state: 'missing', reason: 'no-git' });
});

test('the text of a file at whole and short revisions', async () => {
  const { folder, commit } = makeRepository();
  const first = commit({ 'src/ä [id].ts': 'öne\r\n' });
  commit({ 'src/ä [id].ts': 'two' });
  for (const revision of [first, first.slice(0, 7)])
    expect(await git.show(folder, revision, 'src/ä [id].ts', MAX_BYTES, signal)).toEqual({
      state: 'found',
      value: 'öne\r\n',
    });
});

test('repositories with SHA-256 names', async () => {
  const { folder, commit } = makeRepository('--object-format=sha256');
  const revision = commit({ 'a.ts': 'one' });
  expect(revision).toHaveLength(64);
  expect(await git.show(folder, revision, 'a.ts', MAX_BYTES, signal)).toEqual({ state: 'found', value: 'one' });
});

test('what is not to be shown has a reason', async () => {
  const { folder, commit, git: run } = makeRepository();
  const revision = commit({ 'a.ts': 'one', 'b.png': 'a\0b', 'c.ts': 'x'.repeat(100), 'src/d.ts': '' });
  const blob = run('rev-parse', 'HEAD:a.ts');
  const answers = [
    [revision, 'absent.ts', 'no-file'],
    [revision, '../a.ts', 'no-file'],
    [revision, 'a\0.ts', 'no-file'],
    [revision, 'b.png', 'not-text'],
    [revision, 'c.ts', 'too-large'],
    ['0123456789', 'a.ts', 'no-revision'],
    [blob, 'a.ts', 'no-revision'],
  ] as const;
  for (const [asked, path, reason] of answers)
    expect(await git.show(folder, asked, path, 99, signal), path).toEqual({ state: 'missing', reason });
});

test('a branch that is called like a hash is no revision', async () => {
  const { folder, commit, git: run } = makeRepository();
  commit({ 'a.ts': 'one' });
  run('branch', 'abcdef1');
  expect(await git.show(folder, 'abcdef1', 'a.ts', MAX_BYTES, signal)).toEqual({
    state: 'missing',
    reason: 'no-revision',
  });
});

test('a shallow clone lacks the commit, a partial clone the text, and neither is fetched', async () => {
  const origin = makeRepository();
  const first = origin.commit({ 'a.ts': 'one', 'b.ts': 'b' });
  origin.commit({ 'a.ts': 'two' });
  origin.git('config', 'uploadpack.allowFilter', 'true');
  const url = pathToFileURL(origin.folder).href;
  const clones = realpathSync(temporaryDirectory());
  origin.git('clone', '--quiet', '--depth=1', url, join(clones, 'shallow'));
  origin.git('clone', '--quiet', '--filter=blob:none', url, join(clones, 'partial'));
  const show = (clone: string): Promise<unknown> => git.show(join(clones, clone), first, 'a.ts', MAX_BYTES, signal);
  expect(await show('shallow')).toEqual({ state: 'missing', reason: 'no-revision' });
  expect(await show('partial')).toEqual({ state: 'missing', reason: 'not-local' });
  // What it would be without those settings.
  expect(origin.git('-C', join(clones, 'partial'), 'show', `${first}:a.ts`)).toBe('one');
});

const TEN_LINES = Array.from({ length: 10 }, (_, at) => `line ${at}\n`).join('');

test('the old name of a file that was renamed, committed or staged, also when its text has changed', async () => {
  const { folder, commit, git: run, write } = makeRepository();
  const first = commit({ 'src/a.ts': TEN_LINES, 'b.ts': `${TEN_LINES}b`, 'a.ts': 'changed only' });
  mkdirSync(join(folder, 'lib'));
  run('mv', 'src/a.ts', 'lib/ö.ts');
  commit({ 'lib/ö.ts': `${TEN_LINES}more\n`, 'a.ts': 'changed' });
  run('mv', 'b.ts', 'c.ts');
  write('new.ts', TEN_LINES);
  const from = (path: string): Promise<unknown> => git.renamedFrom(folder, first, path, signal);
  expect(await from('lib/ö.ts')).toEqual({ state: 'found', value: 'src/a.ts' });
  expect(await from('c.ts')).toEqual({ state: 'found', value: 'b.ts' });
  expect(await from('new.ts')).toEqual({ state: 'missing', reason: 'no-file' });
  expect(await git.renamedFrom(folder, '0123456789', 'c.ts', signal)).toEqual({
    state: 'missing',
    reason: 'no-revision',
  });
});

/** A git that notes how it was called. */
function spy(): { readonly command: string; readonly calls: () => string } {
  const folder = temporaryDirectory();
  const [command, log] = [join(folder, 'git'), join(folder, 'log')];
  writeFileSync(command, `#!/bin/sh\n{ printf '%s\\n' "$@"; env; } >> '${log}'\nexec git "$@"\n`);
  chmodSync(command, 0o755);
  return { command, calls: () => (existsSync(log) ? readFileSync(log, 'utf8') : '') };
}

test.for(['--output=x', 'HEAD', '3f2a9bc; rm', '3F2A9BC', '3f2a9b', '3f2a9bc\n', '3f2a9bc^', 'a'.repeat(65), ''])(
  'git never hears of the revision %j',
  async (revision) => {
    const { folder, commit } = makeRepository();
    commit({ 'a.ts': 'one' });
    const { command, calls } = spy();
    const watched = new NodeGit(command);
    const none = { state: 'missing', reason: 'no-revision' };
    expect(await watched.show(folder, revision, 'a.ts', MAX_BYTES, signal)).toEqual(none);
    expect(await watched.renamedFrom(folder, revision, 'a.ts', signal)).toEqual(none);
    expect(calls()).toBe('');
  },
);

test('variables that steer git are not handed on', async () => {
  const { folder, commit } = makeRepository();
  const revision = commit({ 'a.ts': 'one' });
  vi.stubEnv('GIT_DIR', makeRepository().folder);
  vi.stubEnv('GIT_EXTERNAL_DIFF', 'touch');
  vi.stubEnv('GIT_ALLOW_PROTOCOL', 'ext');
  const { command, calls } = spy();
  expect(await new NodeGit(command).show(folder, revision, 'a.ts', MAX_BYTES, signal)).toEqual({
    state: 'found',
    value: 'one',
  });
  expect(calls()).toContain('GIT_ALLOW_PROTOCOL=none\n');
  expect(calls()).not.toMatch(/GIT_DIR|GIT_EXTERNAL_DIFF|GIT_ALLOW_PROTOCOL=ext/);
});

test('no program that the repository names is run', async () => {
  const { program, marker } = trap();
  const { folder, commit, git: run, write } = makeRepository();
  const first = commit({ 'a.ts': TEN_LINES, '.gitattributes': '*.ts diff=trap filter=trap merge=trap\n' });
  run('mv', 'a.ts', 'b.ts');
  commit();
  for (const key of ['core.fsmonitor', 'diff.external', 'diff.trap.textconv', 'diff.trap.command', 'filter.trap.clean'])
    run('config', key, program);
  for (const key of ['filter.trap.smudge', 'filter.trap.process', 'core.pager', 'pager.show', 'core.sshCommand'])
    run('config', key, program);
  mkdirSync(join(folder, '.git/own-hooks'));
  for (const hook of ['post-index-change', 'reference-transaction', 'post-checkout']) {
    writeFileSync(join(folder, '.git/own-hooks', hook), readFileSync(program), { mode: 0o755 });
  }
  run('config', 'core.hooksPath', '.git/own-hooks');
  write('b.ts', `${TEN_LINES}changed, so that git would have to look\n`);

  expect((await git.folder(folder, signal)).state).toBe('found');
  expect(await git.show(folder, first, 'a.ts', MAX_BYTES, signal)).toEqual({ state: 'found', value: TEN_LINES });
  expect(await git.renamedFrom(folder, first, 'b.ts', signal)).toEqual({ state: 'found', value: 'a.ts' });
  expect(existsSync(marker)).toBe(false);

  // The trap works.
  run('diff', first);
  expect(existsSync(marker)).toBe(true);
});

test('a cancelled question is rejected and its process ended; one too slow is given up', async () => {
  const folder = temporaryDirectory();
  const [command, log] = [join(folder, 'git'), join(folder, 'pid')];
  writeFileSync(command, `#!/bin/sh\necho $$ > '${log}'\nexec sleep 60\n`);
  chmodSync(command, 0o755);
  const slow = new NodeGit(command);
  const started = vi.waitFor(() => expect(readFileSync(log, 'utf8')).not.toBe(''));
  const controller = new AbortController();
  const asked = slow.folder(folder, controller.signal);
  await started;
  controller.abort();
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  const pid = Number(readFileSync(log, 'utf8'));
  await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'));
  await expect(slow.folder(folder, controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
  expect(await new NodeGit(command, 50).folder(folder, signal)).toEqual({ state: 'missing', reason: 'gave-up' });
});
