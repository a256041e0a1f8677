import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NodeFileAccess } from '../../../src/mapping/nodeFileAccess.ts';
import { NodeSourceListing } from '../../../src/mapping/nodeSourceListing.ts';
import { PathGate } from '../../../src/mapping/pathGate.ts';
import { TextSearch, type TextAnswer } from '../../../src/mapping/textSearch.ts';
import { makeWorkspace } from './makeWorkspace.ts';

const never = new AbortController().signal;

function searchOf(
  root: string,
  list?: (limit: number) => readonly string[],
): (text: string) => Promise<TextAnswer<true>> {
  const files = new NodeFileAccess([{ path: root, name: 'ws' }]);
  const listing = list
    ? { list: (limit: number) => Promise.resolve(list(limit)) }
    : new NodeSourceListing(() => files.roots());
  const search = new TextSearch(listing, new PathGate(files));
  return (text) =>
    search.search({ accepts: () => true, look: (source) => (source.includes(text) ? true : undefined) }, never);
}

const names = (answer: TextAnswer<true>): readonly string[] => answer.matches.map(({ file }) => file.relativePath);

test('files outside of the workspace, links to them and large files are not read', async () => {
  const outside = await makeWorkspace({ 'secret.ts': 'needle' });
  const root = await makeWorkspace({ 'a.ts': 'needle', 'large.ts': `needle${' '.repeat(256 * 1024)}` });
  await symlink(join(outside, 'secret.ts'), join(root, 'link.ts'));
  const listed = ['a.ts', 'large.ts', 'link.ts', 'gone.ts'].map((name) => join(root, name));
  const search = searchOf(root, () => [...listed, join(outside, 'secret.ts'), '../x.ts', '']);
  expect(names(await search('needle'))).toEqual(['a.ts']);
  expect(names(await search('needle'))).toEqual(['a.ts']);
});

test('a search of too many files says that it has not seen all', async () => {
  const root = await makeWorkspace({ 'a.ts': 'needle' });
  const listed = (limit: number): readonly string[] => [
    join(root, 'a.ts'),
    ...Array.from({ length: limit - 1 }, (_, i) => join(root, `${i}.ts`)),
  ];
  const all = await searchOf(root)('needle');
  const some = await searchOf(root, listed)('needle');
  expect([all.complete, some.complete]).toEqual([true, false]);
  expect(names(some)).toEqual(['a.ts']);
});

test('the listing is of source files, nearest first', async () => {
  const root = await makeWorkspace({
    'z.go': '',
    'b/a.rb': '',
    'a/b/c.ts': '',
    'a/c.d.ts': '',
    'a/c.min.js': '',
    'a/c.pb.go': '',
    'a/README.md': '',
    'a/build/c.ts': '',
    '.hidden/c.ts': '',
  });
  const listing = new NodeSourceListing(() => [{ path: root, name: 'ws' }]);
  expect(await listing.list(10)).toEqual(['z.go', 'b/a.rb', 'a/b/c.ts'].map((path) => join(root, path)));
  expect(await listing.list(1)).toEqual([join(root, 'z.go')]);
});
