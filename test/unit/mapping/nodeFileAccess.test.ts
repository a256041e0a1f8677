import { execFileSync } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NodeFileAccess } from '../../../src/mapping/nodeFileAccess.ts';
import { makeWorkspace } from './makeWorkspace.ts';

test('finds by exact base name, dist included, node_modules and links not', async () => {
  const root = await makeWorkspace({
    'src/a.ts': '',
    'dist/deep/a.ts': '',
    'src/ba.ts': '',
    'src/[id].ts': '',
    'node_modules/x/a.ts': '',
    '.git/a.ts': '',
  });
  await symlink(root, join(root, 'self'));
  const files = new NodeFileAccess([{ path: root, name: 'ws' }]);
  const found = await files.findByName('a.ts', 10);
  expect([...found].sort()).toEqual([join(root, 'dist/deep/a.ts'), join(root, 'src/a.ts')]);
  expect(await files.findByName('a.ts', 1)).toHaveLength(1);
  expect(await files.findByName('*', 10)).toEqual([]);
  expect(await files.findByName('__proto__', 10)).toEqual([]);
  expect(await files.findByName('[id].ts', 10)).toEqual([join(root, 'src/[id].ts')]);
  await writeFile(join(root, 'new.ts'), '');
  expect(await files.findByName('new.ts', 10)).toEqual([]);
  files.invalidate();
  expect(await files.findByName('new.ts', 10)).toEqual([join(root, 'new.ts')]);
});

test('a FIFO, a folder, a device and nothing end at once', async () => {
  const root = await makeWorkspace();
  execFileSync('mkfifo', [join(root, 'fifo')]);
  const files = new NodeFileAccess([{ path: root, name: 'ws' }]);
  for (const path of [join(root, 'fifo'), root, '/dev/zero']) {
    await expect(files.read(path, 10)).rejects.toMatchObject({ name: 'Problem', code: 'refused' });
  }
  await expect(files.readTail(join(root, 'none'), 10)).rejects.toMatchObject({ code: 'not-found' });
  expect(await files.stat(join(root, 'none'))).toBeUndefined();
  expect(await files.stat(join(root, 'fifo'))).toMatchObject({ type: 'other' });
});

test('a root that is not there has no files', async () => {
  const files = new NodeFileAccess([{ path: '/nowhere/at/all', name: 'ws' }]);
  expect(await files.findByName('a.ts', 10)).toEqual([]);
});
