import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import path from 'node:path';
import { cachedFolder } from './cachedFolder.ts';

export interface DriftFile {
  readonly path: string;
  readonly lines: number;
  /** Ten commits back. */
  readonly revision: string;
  /** As on disk: with edits that are in no commit. */
  readonly text: string;
}

const COMMITS = 10;
const GIT_ENVIRONMENT = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_SYSTEM: devNull,
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

/** A repository with a file of so many lines that every commit has changed in a few places, and that is being edited. */
export function driftRepository(lines: number): DriftFile {
  const folder = cachedFolder(`drift-${lines}-1`, (to) => fill(to, lines));
  const file = path.join(folder, 'src/orders.ts');
  const revision = readFileSync(path.join(folder, 'first'), 'utf8');
  return { path: file, lines, revision, text: readFileSync(file, 'utf8') };
}

function fill(folder: string, lines: number): void {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: folder, env: GIT_ENVIRONMENT, encoding: 'utf8', stdio: 'pipe' }).trim();
  git('init', '--quiet');
  mkdirSync(path.join(folder, 'src'));
  const text = Array.from({ length: lines }, (_, i) => `  total += price(items[${i}], rates[${(i * 7) % 90}]);`);
  let first: string | undefined;
  for (let commit = 0; commit <= COMMITS; commit++) {
    if (commit > 0) change(text, commit);
    writeFileSync(path.join(folder, 'src/orders.ts'), `${text.join('\n')}\n`);
    git('add', 'src');
    git('commit', '--quiet', '--no-verify', '--message', `change ${commit}`);
    first ??= git('rev-parse', 'HEAD');
  }
  change(text, COMMITS + 1);
  writeFileSync(path.join(folder, 'src/orders.ts'), `${text.join('\n')}\n`);
  writeFileSync(path.join(folder, 'first'), first!);
}

/** Some lines come, some go, some are another. */
function change(text: string[], commit: number): void {
  for (let i = 0; i < 5; i++) {
    const at = (commit * 397 + i * 1013) % text.length;
    if (i % 3 === 0) text.splice(at, 0, `  // added by change ${commit}`, '', `  check(${commit}, ${i});`);
    else if (i % 3 === 1) text.splice(at, 2);
    else text[at] = `  total -= discount(${commit}, ${i});`;
  }
}
