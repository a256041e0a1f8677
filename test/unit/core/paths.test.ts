import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  classifyPath,
  commonSuffix,
  containsPath,
  isAbsolute,
  libraryStart,
  longestSuffix,
  mapPath,
  pathText,
  resolvePath,
  type AbsolutePath,
  type NamedPath,
} from '../../../src/core/paths.ts';

function named(text: string): NamedPath {
  const path = classifyPath(text);
  if (path.kind === 'refused') throw new Error(`${text}: ${path.reason}`);
  return path;
}

function absolute(text: string): AbsolutePath {
  const path = classifyPath(text);
  if (!isAbsolute(path)) throw new Error(text);
  return path;
}

test.for([
  ['/a/b.ts', 'absolute-posix', '/a/b.ts'],
  ['/a/../../b', 'absolute-posix', '/b'],
  ['/a//b/./c/', 'absolute-posix', '/a/b/c'],
  ['/', 'absolute-posix', '/'],
  ['C:\\a\\b.ts', 'absolute-win32', 'C:\\a\\b.ts'],
  ['c:/a/../b.ts', 'absolute-win32', 'C:\\b.ts'],
  ['C:\\', 'absolute-win32', 'C:\\'],
  ['a.ts', 'relative', 'a.ts'],
  ['./a/../../b', 'relative', '../b'],
  ['../../../x', 'relative', '../../../x'],
  ['..\\..\\x', 'relative', '../../x'],
  ['src\\mixed/a.ts', 'relative', 'src/mixed/a.ts'],
  ['%2e%2e/x', 'relative', '%2e%2e/x'],
  ['.', 'relative', ''],
  ['aux.ts', 'relative', 'aux.ts'],
  ['/app/aux', 'absolute-posix', '/app/aux'],
  ['file:///a/b%20c.ts', 'absolute-posix', '/a/b c.ts'],
  ['file:///a/b.ts?t=1#x', 'absolute-posix', '/a/b.ts'],
  ['FILE:///a/b.ts', 'absolute-posix', '/a/b.ts'],
  ['file:/a/b.ts', 'absolute-posix', '/a/b.ts'],
  ['file:///C:/a/b.ts', 'absolute-win32', 'C:\\a\\b.ts'],
  ['file:///a/%2e%2e/b.ts', 'absolute-posix', '/b.ts'],
  // Bazel's sandbox
  ['/proc/self/cwd/src/a.cc', 'relative', 'src/a.cc'],
  ['/ws/*/{a,b}/[id].ts', 'absolute-posix', '/ws/*/{a,b}/[id].ts'],
] as const)('%s is %s', ([text, kind, normal]) => {
  const path = classifyPath(text);
  expect(path.kind).toBe(kind);
  expect(path.kind === 'refused' ? '' : pathText(path)).toBe(normal);
});

test.for([
  ['', 'empty'],
  ['/a'.repeat(32_000), 'too-long'],
  ['/a\0b', 'control-character'],
  ['/a\nb', 'control-character'],
  ['/a\u001b[31m', 'control-character'],
  ['\\\\evil\\s\\x', 'unc'],
  ['//evil/s/x', 'unc'],
  ['/\\evil/s/x', 'unc'],
  ['\\/evil/s/x', 'unc'],
  ['\\\\?\\UNC\\evil\\s', 'device'],
  ['\\\\.\\pipe\\x', 'device'],
  ['//./pipe/x', 'device'],
  ['file://evil/s/x', 'authority'],
  ['file:////evil/s/x', 'unc'],
  ['file:///%5C%5Cevil', 'encoding'],
  ['file:///a%2fb', 'encoding'],
  ['file:///a%zz', 'encoding'],
  ['file:///a%00b', 'control-character'],
  ['file:///a.ts:stream', 'stream'],
  ['/proc/self/mem', 'device'],
  ['/dev/zero', 'device'],
  ['/a/../dev/zero', 'device'],
  ['/sys/x', 'device'],
  ['COM1', 'device'],
  ['nul', 'device'],
  ['src/con', 'device'],
  ['C:\\a\\CON', 'device'],
  ['C:\\a\\con.ts', 'device'],
  ['a.ts:stream', 'stream'],
  ['/ws/a.ts:stream', 'stream'],
  ['C:\\ws\\a.ts:ads', 'stream'],
  ['/app/x.js:12:5', 'stream'],
  ['C:foo', 'drive-relative'],
  ['C:', 'drive-relative'],
  ['\\foo', 'drive-relative'],
  ['C:\\a.ts.', 'trailing'],
  ['C:\\a.ts ', 'trailing'],
  ['C:\\a\\.. \\x', 'trailing'],
  ['/ws/..\\..\\etc', 'mixed-slashes'],
  ['http://127.0.0.1:1/x', 'scheme'],
  ['vscode://x', 'scheme'],
  ['command:x', 'scheme'],
  ['webpack://a/b', 'scheme'],
  ['webpack-internal:///a', 'scheme'],
  ['node:fs', 'scheme'],
  ['untitled:x', 'scheme'],
  ['git:/x', 'scheme'],
  ['vscode-remote://x/y', 'scheme'],
] as const)('%j is refused: %s', ([text, reason]) => {
  expect(classifyPath(text)).toEqual({ kind: 'refused', reason });
});

test.for([
  ['/ws', '/ws/a', true],
  ['/ws', '/ws', true],
  ['/ws', '/ws-evil/a', false],
  ['/ws', '/WS/a', false],
  ['/ws', '/w', false],
  ['/', '/x', true],
  ['C:\\ws', 'c:\\WS\\a', true],
  ['C:\\ws', 'D:\\ws\\a', false],
  ['C:\\ws', 'C:\\ws-evil', false],
  ['/ws', 'C:\\ws\\a', false],
] as const)('%s contains %s: %s', ([folder, path, inside]) => {
  expect(containsPath(absolute(folder), absolute(path))).toBe(inside);
});

test.for([
  ['/app/src/a.ts', '/ws/src/a.ts', 2],
  ['/app/src/a.ts', '/ws/xsrc/a.ts', 1],
  ['/app/src/a.ts', '/ws/src/ba.ts', 0],
  ['a.ts', '/ws/a.ts', 1],
  ['C:\\b\\Src\\A.ts', '/ws/src/a.ts', 2],
] as const)('%s and %s share %d segments', ([a, b, shared]) => {
  expect(commonSuffix(named(a), named(b))).toBe(shared);
});

test('longest suffix keeps ties', () => {
  const candidates = ['/ws/a/dist/m.js', '/ws/b/dist/m.js', '/ws/m.js'].map(named);
  expect(longestSuffix(named('/app/dist/m.js'), candidates)).toEqual({ length: 2, paths: candidates.slice(0, 2) });
  expect(longestSuffix(named('/app/other.js'), candidates)).toEqual({ length: 0, paths: [] });
});

test.for([
  ['/app/node_modules/x/node_modules/y/i.js', 3],
  ['/usr/local/lib/python3.12/site-packages/x.py', 4],
  ['/usr/lib/python3.12/json.py', 0],
  ['/usr/local/go/src/net/http/server.go', 0],
  ['/go/pkg/mod/github.com/x@v1/y.go', 1],
  ['/home/me/.cargo/registry/src/x.rs', 2],
  ['/rustc/abc/library/core.rs', 0],
  ['vendor/x/y.php', 0],
  ['/usr/src/app/x.ts', -1],
  ['/app/my_node_modules/x.ts', -1],
  ['/go/src/shop/main.go', -1],
] as const)('library of %s starts at %d', ([path, start]) => {
  expect(libraryStart(named(path))).toBe(start);
});

test.for([
  ['/app/src/a.ts', [{ from: '/app', to: '/ws/orders' }], '/ws/orders/src/a.ts'],
  ['/app/src/a.ts', [{ from: '/app/', to: '/ws/orders/' }], '/ws/orders/src/a.ts'],
  [
    '/app/lib/a.ts',
    [
      { from: '/app', to: '/x' },
      { from: '/app/lib', to: '/y' },
    ],
    '/y/a.ts',
  ],
  ['/application/a.ts', [{ from: '/app', to: '/ws' }], undefined],
  ['/app/a.ts', [{ from: '/app/a.ts', to: '/ws/b.ts' }], '/ws/b.ts'],
  ['C:\\Build\\src\\a.ts', [{ from: 'c:\\build', to: '/ws' }], '/ws/src/a.ts'],
  ['/app/src/a.ts', [{ from: '/app', to: 'C:\\ws' }], 'C:\\ws\\src\\a.ts'],
  ['/app/src/a.ts', [{ from: '/app', to: '' }], 'src/a.ts'],
  ['/app/src/a.ts', [{ from: '/app', to: 'services/orders' }], 'services/orders/src/a.ts'],
  ['src/a.ts', [{ from: 'src', to: '/ws/src' }], '/ws/src/a.ts'],
  ['/app/con', [{ from: '/app', to: 'C:\\ws' }], 'refused'],
  ['/app/a.ts', [{ from: '/app', to: '//evil/share' }], 'refused'],
  ['/app/a.ts', [{ from: '//evil', to: '/ws' }], undefined],
  // One step: no loops.
  [
    '/a/x.ts',
    [
      { from: '/a', to: '/b' },
      { from: '/b', to: '/a' },
    ],
    '/b/x.ts',
  ],
] as const)('%s by %j', ([path, mappings, expected]) => {
  const mapped = mapPath(named(path), mappings)?.path;
  expect(mapped && (mapped.kind === 'refused' ? 'refused' : pathText(mapped))).toBe(expected);
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom('/', '\\', '..', '.', 'a', 'ws', 'C:', 'file:', '%2e', '%00', ':', '?', 'CON', ' ', 'é', '\0'),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join('')),
);

test('property: classifying never throws, is stable, and leaves no dots', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const path = classifyPath(text);
      if (path.kind === 'refused') return;
      const normal = pathText(path);
      if (normal !== '') expect(classifyPath(normal)).toEqual(path);
      expect(path.segments).not.toContain('.');
      expect(path.segments).not.toContain('');
      const firstName = path.segments.findIndex((segment) => segment !== '..');
      if (isAbsolute(path)) expect(path.segments).not.toContain('..');
      else if (firstName >= 0) expect(path.segments.slice(firstName)).not.toContain('..');
      expect(normal).not.toMatch(/^[\\/]{2}|\0/);
    }),
    { numRuns: 2000 },
  );
});

test('property: containment is what joining gives', () => {
  const segment = fc.constantFrom('a', 'b', 'ws', 'ws-evil', '..');
  fc.assert(
    fc.property(fc.array(segment), fc.array(segment), (below, elsewhere) => {
      const root = absolute('/r/ws');
      const target = resolvePath(root, { kind: 'relative', segments: below });
      expect(containsPath(root, target)).toBe(pathText(target) === '/r/ws' || pathText(target).startsWith('/r/ws/'));
      const other = resolvePath(absolute('/'), { kind: 'relative', segments: elsewhere });
      expect(containsPath(root, other)).toBe(`${pathText(other)}/`.startsWith('/r/ws/'));
    }),
  );
});
