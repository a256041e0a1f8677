import fc from 'fast-check';

/** Forms for which nothing may be asked of the file system at all (security.md F05 to F07, F10, F13). */
export const NEVER_ASKED: readonly string[] = [
  '\\\\evil\\s\\a.ts',
  '//evil/s/a.ts',
  '/\\evil\\s\\a.ts',
  '\\/evil/s/a.ts',
  '\\\\?\\C:\\ws\\src\\a.ts',
  '\\\\?\\UNC\\evil\\s\\a.ts',
  '\\\\.\\pipe\\a.ts',
  '//./pipe/a.ts',
  '//?/C:/ws/src/a.ts',
  '\\??\\C:\\ws\\src\\a.ts',
  '/dev/zero',
  '/proc/self/mem',
  '/proc/self/root/ws/src/a.ts',
  '/ws/../dev/stdin',
  'CON',
  'src/NUL',
  'C:\\ws\\src\\COM1',
  'C:\\ws\\src\\nul.ts',
  'C:\\ws\\src\\con .ts',
  'file://evil/s/a.ts',
  'file:////evil/s/a.ts',
  'FILE://evil/ws/src/a.ts',
  'file:ws/src/a.ts',
  'file:///%5c%5cevil/s/a.ts',
  'file:///ws%2fsrc/a.ts',
  'file:///ws/src/a.ts%00',
  'file:///%zz/a.ts',
  'vscode://file/ws/src/a.ts',
  'vscode-remote://ssh-remote+evil/ws/src/a.ts',
  'vscode:/ws/src/a.ts',
  'command:workbench.action.files.openFile',
  'http://127.0.0.1:1/src/a.ts',
  'https://evil/src/a.ts',
  'HTTP:/ws/src/a.ts',
  'ftp://evil/a.ts',
  'smb://evil/s/a.ts',
  'jar:file:/ws/app.jar!/a.ts',
  'javascript:a.ts',
  'data:text/plain,a.ts',
  'node:fs',
  'untitled:a.ts',
  'git:/ws/src/a.ts',
  'webpack://shop/src/a.ts',
  'webpack-internal:///src/a.ts',
  '/ws/src/a.ts\0',
  '/ws/\0/../src/a.ts',
  'a.ts\0.js',
  '/ws/src/a.ts\n',
  '\u001B[2Ja.ts',
  'C:src\\a.ts',
  '\\ws\\src\\a.ts',
  '/ws/src/a.ts:stream',
  'C:\\ws\\src\\a.ts:stream',
  'C:\\ws\\src\\a.ts.',
  'C:\\ws\\src\\a.ts ',
  '/ws/..\\src/a.ts',
  '',
  `/ws/${'a/'.repeat(5000)}a.ts`,
];

/** A form that is never asked for, also with other text in its harmless parts. */
export const neverAsked = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...NEVER_ASKED) },
  fc
    .tuple(
      fc.constantFrom('\\\\', '//', '\\/', '/\\', '\\\\?\\', '\\\\.\\', 'file://h', 'vscode://', 'http://'),
      fc.string(),
    )
    .map(([start, rest]) => start + rest),
  fc
    .tuple(fc.constantFrom('/ws/src/', 'C:\\ws\\', 'src/', ''), fc.string(), fc.string())
    .map(([a, b, c]) => `${a}${b}\0${c}`),
);

const PIECES =
  '/ \\ .. . ... ws ws-evil src a.ts b.ts c.ts main.py a.js Cart.java etc passwd link.ts out fifo C: c: D: file:// file: %2e%2e %2F : ~ // \\\\ evil opened real home node_modules services orders cart app dist * {a,b} [id] $(zap)'.split(
    ' ',
  );

/** Any text, and texts that look like the paths of a disk, more or less. */
export const hostilePath: fc.Arbitrary<string> = fc.oneof(
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 10 }).map((parts) => parts.join('')) },
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((parts) => parts.join('/')) },
  { weight: 1, arbitrary: neverAsked },
);

/** What numbers in spans, maps and storage may be (F15). */
export const hostileNumber: fc.Arbitrary<number> = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 30 }) },
  fc.constantFrom(0, -1, 1e9, 2 ** 31 - 1, 2 ** 31, 2 ** 53 + 1, 1e308, NaN, Infinity, 7.5),
  fc.integer(),
);
