import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../collector/support/temporaryDirectory.ts';

const fromHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const DOOR = fromHere('../../../src/doors/resolve.ts');
const SHOP = fromHere('../../shop');
const CAPTURES = fromHere('../../fixtures/shop/otlp-json');

interface Answer {
  readonly spanId: string;
  readonly file?: string;
  readonly line?: number;
  readonly reason?: string;
}

function answersTo(files: readonly string[]): ReadonlyMap<string, Answer> {
  const output = execFileSync(process.execPath, [DOOR, '--workspace', SHOP, ...files], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const lines = output.trim().split('\n');
  return new Map(lines.map((line) => JSON.parse(line) as Answer).map((answer) => [answer.spanId, answer]));
}

/** The capture without what its span processor told. */
function bare(text: string): string {
  return JSON.stringify(JSON.parse(text), (key, value: unknown) =>
    key === 'attributes' && Array.isArray(value)
      ? value.filter((attribute: { readonly key: string }) => !attribute.key.startsWith('code.'))
      : value,
  );
}

test(
  "without its code attributes the shop's spans lead to the same lines, to where they failed, or nowhere",
  { timeout: 60_000 },
  () => {
    const folder = temporaryDirectory();
    const names = readdirSync(CAPTURES).filter((name) => name.endsWith('.json'));
    for (const name of names) writeFileSync(join(folder, name), bare(readFileSync(join(CAPTURES, name), 'utf8')));
    const told = answersTo(names.map((name) => join(CAPTURES, name)));
    const found = answersTo(names.map((name) => join(folder, name)));
    expect(found.size).toBe(told.size);
    let same = 0;
    for (const [spanId, { file, line, reason }] of found) {
      if (file === undefined) continue;
      const truth = told.get(spanId)!;
      if (file === truth.file && line === truth.line) same++;
      else expect(reason).toMatch(/^The stack names/);
    }
    // 54 of 75; the others are calls of clients, which share no text with the code.
    expect(same).toBeGreaterThanOrEqual(54);
  },
);
