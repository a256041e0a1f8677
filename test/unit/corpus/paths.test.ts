import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { codeRefOf } from '../../../src/core/codeAttributes.ts';
import { PathGate } from '../../../src/mapping/pathGate.ts';
import { nothingIsPoisoned } from '../../support/corpus/oracle.ts';
import { timeBox } from '../../support/corpus/timeBox.ts';
import { SpyFiles } from '../mapping/spyFiles.ts';

/* Security.md 3.6 where its ids were not covered in full: what a span's path may make the disk be asked. */

const ROOT = '/ws';
const UP = '../'.repeat(20);

afterEach(nothingIsPoisoned);

test.for([
  ...['etc/passwd', './etc/passwd', `${UP}etc/passwd`, 'a/../../etc/passwd', '..', '.', ''].map((path) => [
    'F01',
    path,
  ]),
  ...['/ws/../etc/passwd', `/ws/${UP}etc/passwd`, '/ws/a/../../etc/passwd', '/ws/..'].map((path) => ['F01', path]),
  ...['..\\..\\etc\\passwd', '/ws\\..\\..\\etc\\passwd', '/ws/..\\../etc/passwd', 'file:///ws/../etc/passwd'].map(
    (path) => ['F01', path],
  ),
  ...['/ws-evil', '/ws-evil/a.ts', '/wsx', '/ws/../ws-evil/a.ts', 'file:///ws-evil/a.ts', '/ws\u0000evil/a.ts'].map(
    (path) => ['F03', path],
  ),
  ...[
    '\\\\evil\\s\\x',
    '//evil/s/x',
    '\\\\?\\UNC\\evil\\s',
    '\\\\.\\pipe\\x',
    'file://evil/s/x',
    'file:////evil/s/x',
  ].map((path) => ['F06', path]),
  ...['/\\evil\\s\\x', '\\/evil/s/x', '//?/UNC/evil/s', '//./pipe/x', 'FILE://EVIL/s/x', '\\\\evil@SSL@443\\s\\x'].map(
    (path) => ['F06', path],
  ),
  ...['/proc/self/mem', '/dev/zero', 'COM1', 'C:foo', '/ws/a.ts:stream'].map((path) => ['F06', path]),
])('%s: %j reaches no file outside, and asks the disk for none', async ([, path]) => {
  const files = new SpyFiles([ROOT], ['/ws/a.ts', '/etc/passwd', '/ws-evil/a.ts']);
  expect((await new PathGate(files).check(path!)).state).toMatch(/^(?:refused|outside|absent|no-file)$/);
  for (const asked of files.asked) expect(asked).toMatch(/^\/ws(?:$|\/)/);
});

test.for(['/ws/%2e%2e/etc/passwd', 'file:///ws/%2e%2e/etc/passwd', 'file:///ws%2f..%2fetc/passwd'])(
  'F01: %j is decoded once at most, and then judged',
  async (path) => {
    const files = new SpyFiles([ROOT], ['/etc/passwd']);
    expect((await new PathGate(files).check(path)).state).not.toBe('inside');
    for (const asked of files.asked) expect(asked).toMatch(/^\/ws(?:$|\/)/);
  },
);

const INT32_MAX = 2 ** 31 - 1;

test('F15: whatever a span has for a line or column, it is a line from 1 that an editor can hold, or none', () => {
  const number = fc.oneof(
    fc
      .constantFrom(0, -1, 1e9, 1e308, 2 ** 53 + 1, NaN, Infinity, -0, 7.5)
      .map((value) => ({ type: 'double' as const, value })),
    fc.double().map((value) => ({ type: 'double' as const, value })),
    fc
      .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
      .map((value) => ({ type: 'int' as const, value: String(value) })),
    fc
      .constantFrom('7', '7:3', '-1', '0x7', '', 'NaN', '9007199254740993', '1e9')
      .map((value) => ({ type: 'string' as const, value })),
    fc.string().map((value) => ({ type: 'string' as const, value })),
  );
  fc.assert(
    fc.property(number, number, (line, column) => {
      const ref = codeRefOf([
        { key: 'code.file.path', value: { type: 'string', value: '/ws/a.ts' } },
        { key: 'code.line.number', value: line },
        { key: 'code.column.number', value: column },
      ] as Parameters<typeof codeRefOf>[0]);
      for (const one of [ref?.line, ref?.column]) {
        if (one === undefined) continue;
        expect(Number.isInteger(one)).toBe(true);
        expect(one).toBeGreaterThanOrEqual(1);
        expect(one).toBeLessThanOrEqual(INT32_MAX);
      }
    }),
    timeBox(2000, 2000),
  );
});
