import fc from 'fast-check';
import { expect, test } from 'vitest';
import { functionOutline } from '../../../../src/core/outline/functionOutline.ts';
import { outlined } from './outlined.ts';

const LANGUAGES =
  'csharp go groovy java javascript javascriptreact kotlin php python ruby rust scala typescript typescriptreact'.split(
    ' ',
  );

test.each(['plaintext', 'c', 'cpp', '', 'toString', '__proto__'])('%j is no language it knows', (languageId) => {
  expect(functionOutline('def a(): pass', languageId)).toBeUndefined();
});

test.each(LANGUAGES)('an empty text in %s has no functions', (languageId) => {
  expect(functionOutline('', languageId)).toEqual([]);
});

test.each<[string, string, string, readonly string[]]>([
  ['the end of the file closes what nothing closes', 'go', 'func a() {\n  if b {\n', ['a 1/1-3']],
  ['a brace too many closes nothing', 'java', '}\nclass A {\n  int a() {\n  }\n}', ['A.a 3/3-4']],
  [
    'a bracket that is open yet ends with its braces',
    'java',
    'class A {\n int a() { b(\n }\n int c() {}\n}',
    ['A.a 2/2-3', 'A.c 4/4-4'],
  ],
  [
    'a quote that is open yet ends with its line',
    'java',
    'class A {\n int a() { b("{\n }\n int c() {}\n}',
    ['A.a 2/2-3', 'A.c 4/4-4'],
  ],
  [
    'a call that is open yet ends where a function starts',
    'python',
    'def a():\n    b(1,\ndef c():\n    pass',
    ['a 1/1-2', 'c 3/3-4'],
  ],
  [
    'a method that is open yet ends where the next one starts',
    'ruby',
    'def a\n  b\n\ndef c\n  1\nend\n',
    ['a 1/1-2', 'c 4/4-6'],
  ],
  ['lines may end as in Windows', 'csharp', 'class A {\r\n  int B()\r\n    => 1;\r\n}\r\n', ['A.B 2/2-3']],
  [
    'lines may end as in Windows, without braces too',
    'python',
    '@a\r\ndef b():\r\n    c = 1 + \\\r\n      2\r\n',
    ['b 1/2-4'],
  ],
  ['lines may end as in Windows, in heredocs too', 'ruby', 'def a\r\n  b <<~C\r\nend\r\n  C\r\nend\r\n', ['a 1/1-5']],
  ['a shift is no heredoc', 'ruby', 'def a\n  b <<C\nend\ndef d\nend', ['a 1/1-3', 'd 4/4-5']],
  ['a file of Java may have no class', 'java', 'void main() {\n}\n', ['main 1/1-2']],
  ['C# may have functions outside of types', 'csharp', 'if (a) { }\nint B(int c) => c;\nB(1);', ['B 2/2-2']],
  [
    'JSX has apostrophes and tags',
    'typescriptreact',
    "const A = () => {\n  return <p a={() => 1}>Don't</p>;\n};\nfunction b() {}",
    ['A 1/1-3', 'b 4/4-4'],
  ],
  [
    'semicolons may be left out',
    'javascript',
    'const a = () => 1\nconst b = () =>\n  2\nlet c = 3',
    ['a 1/1-1', 'b 2/2-3'],
  ],
  [
    'types and annotated fields are told from functions',
    'typescript',
    'type A = (a: B) => C;\nclass D {\n  readonly e: F = (a) => a;\n  g(): readonly (readonly H[])[] {\n  }\n}',
    ['D.e 3/3-3', 'D.g 4/4-5'],
  ],
])('%s: %s', (_title, languageId, text, expected) => {
  expect(outlined(text, languageId)).toEqual(expected);
});

const PIECES = (
  '{ } ( ) [ ] < > = => -> :: : ; , . " \' ` """ \'\'\' \\ / // /* */ # #[ @ $ ${ {$ $" @" r#" "# <<~A <?php ?> ' +
  '=begin =end __END__ A a b é 𝒂 1 def fun fn func function class struct interface object impl trait module enum ' +
  'record constructor end async const new void static public self where for if'
)
  .split(' ')
  .concat(' ', '  ', '\n', '\r\n', '\t', '\n  ', '\n    ', '<<<A\n');
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 80 }).map((pieces) => pieces.join('')),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 80 }).map((pieces) => pieces.join(' ')),
);

test.each(LANGUAGES)('any text in %s gives lines of the text in their order', (languageId) => {
  fc.assert(
    fc.property(anyText, (text) => {
      const lineCount = text.split('\n').length;
      for (const { firstLine, nameLine, lastLine } of functionOutline(text, languageId)!) {
        expect(firstLine).toBeGreaterThanOrEqual(0);
        expect(nameLine).toBeGreaterThanOrEqual(firstLine);
        expect(lastLine).toBeGreaterThanOrEqual(nameLine);
        expect(lastLine).toBeLessThan(lineCount);
      }
    }),
    { numRuns: 500 },
  );
});
