import { execFileSync } from 'node:child_process';
import { rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NodeFileAccess } from '../../../src/mapping/nodeFileAccess.ts';
import { PathGate } from '../../../src/mapping/pathGate.ts';
import { makeWorkspace } from './makeWorkspace.ts';
import { SpyFiles } from './spyFiles.ts';

function gateOf(...roots: readonly string[]): PathGate {
  return new PathGate(new NodeFileAccess(roots.map((path) => ({ path, name: 'ws' }))));
}

test.for([
  '\\\\evil\\s\\x',
  '//evil/s/x',
  '\\\\?\\UNC\\evil\\s',
  '\\\\.\\pipe\\x',
  'file://evil/s/x',
  'file:////evil/s/x',
  '/proc/self/mem',
  '/dev/zero',
  'COM1',
  'a.ts:stream',
  '/ws/a.ts:stream',
  'C:foo',
  'C:\\ws\\CON',
  'http://127.0.0.1:1/x',
  'webpack://a/b.ts',
  'node:fs',
  'vscode:x',
  '/ws/a\0.ts',
  // Not refused by their form, but in no root as text.
  '/etc/passwd',
  '/ws-evil/a.ts',
  '/ws/../etc/passwd',
  '/w',
  'a.ts',
  '../a.ts',
])('no file system call for %j', async (path) => {
  const files = new SpyFiles(['/ws', 'C:\\ws'], ['/ws/a.ts']);
  expect((await new PathGate(files).check(path)).state).toMatch(/^(refused|outside)$/);
  expect(files.asked).toEqual([]);
});

test('a file of the workspace, also by file URL and with dots', async () => {
  const root = await makeWorkspace({ 'src/a b.ts': '1\n2\n' });
  const path = join(root, 'src/a b.ts');
  for (const text of [path, `file://${root}/src/a%20b.ts`, `${root}/x/../src/./a b.ts`]) {
    expect(await gateOf(root).check(text)).toMatchObject({
      state: 'inside',
      file: { path, relativePath: 'src/a b.ts', sizeBytes: 4, root: { path: root } },
    });
  }
});

test('folders, the root, FIFOs and what is not there', async () => {
  const root = await makeWorkspace({ 'src/a.ts': '' });
  execFileSync('mkfifo', [join(root, 'fifo')]);
  const gate = gateOf(root);
  expect(await gate.check(join(root, 'src'))).toEqual({ state: 'no-file' });
  expect(await gate.check(root)).toEqual({ state: 'no-file' });
  expect(await gate.check(join(root, 'fifo'))).toEqual({ state: 'no-file' });
  expect(await gate.check(join(root, 'b.ts'))).toEqual({ state: 'absent' });
  expect(await gate.check(join(root, 'src/a.ts/b.ts'))).toEqual({ state: 'absent' });
});

test('links that leave the workspace do not lead out of it (T15)', async () => {
  const outside = await makeWorkspace({ 'secret.ts': '' });
  const root = join(await makeWorkspace({ 'ws/src/a.ts': '', 'ws-evil/a.ts': '' }), 'ws');
  await symlink(outside, join(root, 'folder'));
  await symlink(join(outside, 'secret.ts'), join(root, 'file.ts'));
  await symlink(join(root, 'loop'), join(root, 'loop'));
  await symlink(`${root}-evil`, join(root, 'evil'));
  const gate = gateOf(root);
  expect(await gate.check(join(root, 'folder/secret.ts'))).toEqual({ state: 'outside' });
  expect(await gate.check(join(root, 'file.ts'))).toEqual({ state: 'outside' });
  expect(await gate.check(join(root, 'evil/a.ts'))).toEqual({ state: 'outside' });
  expect(await gate.check(join(root, 'loop'))).toEqual({ state: 'absent' });
});

test('links inside lead to the file they mean; a linked root stays as the user opened it', async () => {
  const real = await makeWorkspace({ 'packages/lib/a.ts': '' });
  await symlink(join(real, 'packages/lib'), join(real, 'lib'));
  const elsewhere = await makeWorkspace();
  const opened = join(elsewhere, 'ws');
  await symlink(real, opened);
  const gate = gateOf(opened);
  const expected = {
    state: 'inside',
    file: { path: join(opened, 'packages/lib/a.ts'), relativePath: 'packages/lib/a.ts' },
  };
  expect(await gate.check(join(opened, 'lib/a.ts'))).toMatchObject(expected);
  // The process saw the real path of its own file.
  expect(await gate.check(join(real, 'packages/lib/a.ts'))).toMatchObject(expected);
});

test('of roots in one another the innermost counts', async () => {
  const root = await makeWorkspace({ 'inner/a.ts': '' });
  const answer = await gateOf(root, join(root, 'inner')).check(join(root, 'inner/a.ts'));
  expect(answer).toMatchObject({
    state: 'inside',
    file: { relativePath: 'a.ts', root: { path: join(root, 'inner') } },
  });
});

test('a file swapped for a link between check and read is not read (F08)', async () => {
  const outside = await makeWorkspace({ 'a.ts': 'secret' });
  const root = await makeWorkspace({ 'src/a.ts': 'mine', 'b.ts': 'mine' });
  const gate = gateOf(root);
  const [inFolder, direct] = [await gate.check(join(root, 'src/a.ts')), await gate.check(join(root, 'b.ts'))];
  if (inFolder.state !== 'inside' || direct.state !== 'inside') throw new Error('not found');
  expect(Buffer.from(await gate.read(inFolder.file, 10)).toString()).toBe('mine');
  await rename(join(root, 'src'), join(root, 'old'));
  await symlink(outside, join(root, 'src'));
  await rm(join(root, 'b.ts'));
  await symlink(join(outside, 'a.ts'), join(root, 'b.ts'));
  await expect(gate.read(inFolder.file, 10)).rejects.toMatchObject({ code: 'refused' });
  await expect(gate.read(direct.file, 10)).rejects.toMatchObject({ name: 'Problem' });
});

test('reads stop at their limit', async () => {
  const root = await makeWorkspace({ 'a.ts': '0123456789' });
  const gate = gateOf(root);
  const answer = await gate.check(join(root, 'a.ts'));
  if (answer.state !== 'inside') throw new Error('not found');
  await expect(gate.read(answer.file, 9)).rejects.toMatchObject({ code: 'too-large' });
  expect(Buffer.from(await gate.readTail(answer.file, 3)).toString()).toBe('789');
  expect(Buffer.from(await gate.readTail(answer.file, 30)).toString()).toBe('0123456789');
});

const hostilePath = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom('/', '\\', '..', 'ws', 'ws-evil', 'a.ts', 'etc', 'C:', 'file://', '%2e', ':', '\0', 'evil', '//'),
      {
        maxLength: 10,
      },
    )
    .map((parts) => parts.join('')),
);

test('property: the file system hears only of paths in a root, and so does the caller', async () => {
  await fc.assert(
    fc.asyncProperty(hostilePath, async (path) => {
      const files = new SpyFiles(['/ws', 'C:\\ws'], ['/ws/a.ts', '/ws/ws/a.ts', 'C:\\ws\\a.ts', '/etc/a.ts']);
      const answer = await new PathGate(files).check(path);
      for (const asked of files.asked) expect(asked).toMatch(/^(?:\/ws|C:\\ws)(?:$|[\\/])/);
      for (const asked of files.asked) expect(asked.split(/[\\/]/)).not.toContain('..');
      if (answer.state === 'inside') expect(answer.file.path).toMatch(/^(?:\/ws\/|C:\\ws\\)/);
    }),
    { numRuns: 2000 },
  );
});
