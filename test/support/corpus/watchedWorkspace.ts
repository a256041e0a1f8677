import { expect } from 'vitest';
import type { PathMapping } from '../../../src/core/paths.ts';
import { createSpanResolver } from '../../../src/mapping/createSpanResolver.ts';
import type { Correction } from '../../../src/mapping/correction.ts';
import type { Located } from '../../../src/mapping/located.ts';
import type { SourceMapParser } from '../../../src/mapping/sourceMapParser.ts';
import type { SpanResolver } from '../../../src/mapping/spanResolver.ts';
import { LocalParser } from '../../unit/mapping/localParser.ts';
import { WatchedFiles, type DiskEntry, type WatchedDisk } from './watchedFiles.ts';

/** `/opened` is a link: what the gate works out lies in `/real/home`. */
const ROOTS = ['/ws', '/opened', 'C:\\ws'];
const IN_A_ROOT = /^(?:\/ws|\/opened|\/real\/home|C:\\ws)(?:[\\/]|$)/i;

const TS = `import { tracer, router } from './tracing.ts';
export function price(count: number): number {
  return tracer.startActiveSpan('charge the card', () => count);
}
router.get('/carts/:id/items', (request) => price(request.params.id));
`;

const OTHER_TS = TS.replace('charge the card', 'refund the card').replace('/carts/:id/items', '/refunds/:id/items');

/** Files in the roots with names that are also outside of them, and ways out: links, strays, devices. */
export const DISK: WatchedDisk = {
  roots: ROOTS,
  entries: {
    '/opened': { link: '/real/home' },
    '/ws/src/a.ts': TS,
    '/ws/src/none.py': '',
    '/ws/src/open-end.py': 'x\ny',
    '/ws/services/orders/src/main.py': 'def charge():\n    pass\n\n\ndef settle():\n    pass\n',
    '/ws/services/orders/src/orders.py': 'one\ntwo\n',
    '/ws/services/cart/src/main.py': 'def charge():\n    pass\n',
    '/ws/app/java/com/shop/Cart.java':
      'package com.shop;\nclass Cart {\n  long price(int count) {\n    return 1;\n  }\n}\n',
    '/ws/dist/a.js': 'x();\ny();\n//# sourceMappingURL=a.js.map\n',
    '/ws/dist/a.js.map': '{"version":3,"sources":["../src/a.ts"],"names":[],"mappings":"AACA;AAgkBA"}',
    '/ws/node_modules/lib/a.js': 'x();\n',
    '/ws/fifo': { special: 'fifo' },
    '/ws/src/passwd': 'mine\n',
    '/ws/src/link.ts': { link: '/etc/a.ts' },
    '/ws/src/inner.ts': { link: '/ws/src/a.ts' },
    '/ws/out': { link: '/etc' },
    'C:\\ws\\src\\b.ts': OTHER_TS,
    'C:\\ws\\share': { link: '\\\\evil\\s' },
    '/real/home/src/c.ts': OTHER_TS,
    '/real/home/out.ts': { link: '/ws-evil/src/a.ts' },
    '/etc/a.ts': TS,
    '/etc/passwd': 'root\n',
    '/etc/src/main.py': TS,
    '/ws-evil/src/a.ts': TS,
    '/real/src/c.ts': TS,
    '\\\\evil\\s\\a.ts': TS,
    'C:\\Windows\\a.ts': TS,
  },
  strays: [
    '/etc/a.ts',
    '/ws/../etc/passwd',
    '\\\\evil\\s\\a.ts',
    '//evil/s/main.py',
    '/ws-evil/src/a.ts',
    'src/a.ts',
    '/ws/src/link.ts',
  ],
};

export interface WatchedWorkspace {
  readonly files: WatchedFiles;
  readonly resolver: SpanResolver;
}

/** The whole ladder over the made-up disk, and what a user and a storage say. */
export function watchedWorkspace(
  said: { readonly mappings?: readonly PathMapping[]; readonly corrections?: readonly Correction[] } = {},
  more: Readonly<Record<string, DiskEntry>> = {},
  parser: SourceMapParser = new LocalParser(),
): WatchedWorkspace {
  const files = new WatchedFiles({ ...DISK, entries: { ...DISK.entries, ...more } });
  const { resolver } = createSpanResolver({
    files,
    listing: files,
    parser,
    mappings: () => said.mappings ?? [],
    memory: { read: () => said.corrections ?? [], write: () => {} },
    warn: () => {},
  });
  return { files, resolver };
}

/** Nothing was asked for that is not in a root by its text alone, whatever a disk would make of it. */
export function expectAskedInRoots({ paths, names }: WatchedFiles): void {
  for (const path of paths) {
    expect(path).toMatch(IN_A_ROOT);
    expect(path.split(/[\\/]/).filter((part) => part === '..' || part === '.')).toEqual([]);
    expect(path).not.toMatch(/[\0\r\n]|^[\\/]{2}|:.*:/);
    if (path.startsWith('/')) expect(path).not.toContain('\\');
    else expect(path.slice(2)).not.toMatch(/[:/]|[. ]$/);
  }
  for (const name of names) expect(name).not.toMatch(/[\\/\0]|^\.{0,2}$/);
}

/** Every place is a line of a regular file in a root. */
export function expectRealPlaces(files: WatchedFiles, located: Located | undefined): void {
  if (located === undefined || located.state === 'missing') return;
  const places = located.state === 'found' ? [located] : located.candidates;
  const wasChosen = located.state === 'found' && located.reason.startsWith('You chose');
  for (const { path, line, column } of places) {
    expect(path).toMatch(IN_A_ROOT);
    expect(path.split(/[\\/]/)).not.toContain('..');
    const bytes = files.regularFile(path);
    if (!bytes) throw new Error(`${path} is no file of the workspace`);
    expect(Number.isInteger(line)).toBe(true);
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(linesOf(bytes, wasChosen));
    if (column !== undefined) expect(Number.isInteger(column) && column >= 1).toBe(true);
  }
}

/** What follows the last line break is no line when it is empty, but in an editor, where people may choose it. */
function linesOf(bytes: Uint8Array, inEditor: boolean): number {
  const lines = Buffer.from(bytes).toString().split('\n');
  return Math.max(1, !inEditor && lines.at(-1) === '' ? lines.length - 1 : lines.length);
}
