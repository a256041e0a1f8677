import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codeHint } from '../../../../src/core/codeHints/codeHint.ts';
import { NODE_PROCESSOR } from '../../../../src/core/codeHints/nodeProcessor.ts';
import { temporaryDirectory } from '../../collector/support/temporaryDirectory.ts';

test('the span processor for Node.js names the code that started the span, and leaves the stack settings as they were', () => {
  const folder = temporaryDirectory();
  writeFileSync(join(folder, 'processor.mjs'), NODE_PROCESSOR);
  const app = [
    "import { CodeAttributes } from './processor.mjs';",
    'const before = [Error.stackTraceLimit, Error.prepareStackTrace];',
    'const said = [];',
    'const start = () => new CodeAttributes().onStart({ setAttributes: (attributes) => said.push(attributes) });',
    'start();',
    'const after = [Error.stackTraceLimit, Error.prepareStackTrace];',
    'console.log(JSON.stringify([...said, ...after.map((value, i) => value === before[i])]));',
  ];
  writeFileSync(join(folder, 'app.mjs'), app.join('\n'));
  // In a process of its own: the test runner rewrites what it imports.
  const output = execFileSync(process.execPath, [join(folder, 'app.mjs')], { encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual([
    {
      'code.file.path': expect.stringMatching(/app\.mjs$/),
      'code.line.number': 4,
      'code.column.number': 42,
      'code.function.name': 'start',
    },
    true,
    true,
  ]);
});

test.each(['nodejs', 'java', 'kotlin', 'python', 'go', 'rust', 'dotnet', 'php', 'ruby'])(
  'for the SDK of %s there is something to copy',
  (language) => {
    const { text, snippet } = codeHint(language);
    expect(text).toMatch(/\.$/);
    expect(snippet!.text).toMatch(/\n$/);
    expect(snippet!.text.length).toBeGreaterThan(40);
  },
);

test('for any other SDK it is said in general', () => {
  for (const language of [undefined, 'cobol', '__proto__', 'constructor'])
    expect(codeHint(language)).toEqual({ text: expect.stringContaining('code.file.path'), snippet: undefined });
});
