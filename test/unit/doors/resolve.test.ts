import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { writeFile } from 'node:fs/promises';
import { otlpPayload, otlpSpan } from '../core/payloads.ts';
import { makeWorkspace } from '../mapping/makeWorkspace.ts';

const ENTRY = fileURLToPath(new URL('../../../src/doors/resolve.ts', import.meta.url));
const text = (key: string, value: string): object => ({ key, value: { stringValue: value } });

test('a line for every span: where its code is, or why nobody knows', async () => {
  const root = await makeWorkspace({
    'src/a.ts': 'line\n'.repeat(10),
    'shop/cart.py': 'x = 1\ndef price():\n  pass\n',
  });
  const trace = join(root, 'trace.json');
  const spans = [
    otlpSpan({
      id: 1,
      name: 'a',
      attributes: [text('code.file.path', '/app/src/a.ts'), text('code.line.number', '7')],
    }),
    otlpSpan({ id: 2, name: 'b', parent: 1, attributes: [text('code.function.name', 'shop.cart.price')] }),
    otlpSpan({ id: 3, name: 'c', parent: 1 }),
  ];
  await writeFile(trace, JSON.stringify(otlpPayload(spans)));
  const { stdout } = await promisify(execFile)(process.execPath, [ENTRY, '--workspace', root, trace]);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(
    lines.map(({ name, file, line, confidence, unresolved }) => ({ name, file, line, confidence, unresolved })),
  ).toEqual([
    { name: 'a', file: 'src/a.ts', line: 7, confidence: 'likely', unresolved: undefined },
    { name: 'b', file: 'shop/cart.py', line: 2, confidence: 'likely', unresolved: undefined },
    { name: 'c', unresolved: 'The span does not say where its code is.' },
  ]);
});
