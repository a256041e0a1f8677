import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname, join } from 'node:path';
import { temporaryDirectory } from '../collector/support/temporaryDirectory.ts';

const ENVIRONMENT = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_SYSTEM: devNull,
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

export interface Repository {
  /** Without links. */
  readonly folder: string;
  readonly git: (...args: readonly string[]) => string;
  readonly write: (path: string, text: string) => void;
  /** Everything that is in the folder; the new commit's hash. */
  readonly commit: (files?: Readonly<Record<string, string>>) => string;
}

/** A real repository that goes away with the test. */
export function makeRepository(...initOptions: readonly string[]): Repository {
  const folder = realpathSync(temporaryDirectory());
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: folder, env: ENVIRONMENT, encoding: 'utf8', stdio: 'pipe' }).trim();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  git('init', '--quiet', ...initOptions);
  return {
    folder,
    git,
    write,
    commit(files = {}) {
      for (const [path, text] of Object.entries(files)) write(path, text);
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--no-verify', '--message', 'm');
      return git('rev-parse', 'HEAD');
    },
  };
}
