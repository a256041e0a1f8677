import { execFile, type ExecFileException } from 'node:child_process';
import { parse } from 'node:path';
import { Problem } from '../core/problem.ts';
import { REVISION, type GitAccess, type GitAnswer, type GitFolder, type GitMiss } from './git.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/**
 * Git runs no program that a repository names: no file monitor, hook, pager, diff or text conversion; a replaced object is not
 * what ran.
 */
const HARDENING = [
  '--no-pager',
  '--no-replace-objects',
  ...[
    'core.fsmonitor=false',
    'core.hooksPath=/dev/null',
    'core.pager=cat',
    'diff.external=',
    'protocol.allow=never',
  ].flatMap((setting) => ['-c', setting]),
];

const ENVIRONMENT = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  // A partial clone would fetch what it lacks. Git before 2.45 does not know the first; no protocol is called like the second.
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
};

/** A few thousand renames. */
const MAX_LIST_BYTES = 2 ** 20;
/** Of files whose text changed too, this many old ones are compared with this many new ones. */
const RENAME_LIMIT = 500;

const OBJECT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** - `failed`: git said no - `overflow`: it said too much */
type Failure = 'failed' | 'overflow' | 'gave-up' | 'no-git';
type Run = { readonly state: 'done'; readonly output: Buffer } | { readonly state: Failure };

/**
 * {@link GitAccess} by the git on this machine. No shell; the only texts from outside in its arguments are a checked hash, and a
 * path behind a whole one (so neither can be taken for an option); no variable of the user's that steers git.
 */
export class NodeGit implements GitAccess {
  readonly #command: string;
  readonly #timeoutMs: number;

  /** `command` is the user's own choice, a name on the PATH or an absolute path; the time is for each run of it. */
  constructor(command = 'git', timeoutMs = 5_000) {
    this.#command = command;
    this.#timeoutMs = timeoutMs;
  }

  async folder(path: string, signal: AbortSignal): Promise<GitAnswer<GitFolder>> {
    const run = await this.#run(path, ['rev-parse', '--show-toplevel', '--show-prefix'], MAX_LIST_BYTES, signal);
    if (run.state !== 'done') return missing(run.state, 'no-repository');
    // A line break in a name would make more parts.
    const [topLevel, prefix, ...more] = run.output.toString('utf8').split('\n');
    if (!topLevel || prefix === undefined || more.join('') !== '') return missing('failed', 'no-repository');
    return { state: 'found', value: { topLevel, prefix } };
  }

  async show(
    topLevel: string,
    revision: string,
    relativePath: string,
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<GitAnswer<string>> {
    const commit = await this.#commit(topLevel, revision, signal);
    if (commit.state === 'missing') return commit;
    const blob = await this.#object(topLevel, `${commit.value}:${relativePath}`, 'no-file', signal);
    if (blob.state === 'missing') return blob;
    const run = await this.#run(topLevel, ['cat-file', 'blob', blob.value], maxBytes, signal);
    if (run.state === 'overflow') return missing('failed', 'too-large');
    if (run.state !== 'done') return missing(run.state, 'not-local');
    if (run.output.includes(0)) return missing('failed', 'not-text');
    return { state: 'found', value: run.output.toString('utf8') };
  }

  async renamedFrom(
    topLevel: string,
    revision: string,
    relativePath: string,
    signal: AbortSignal,
  ): Promise<GitAnswer<string>> {
    const commit = await this.#commit(topLevel, revision, signal);
    if (commit.state === 'missing') return commit;
    // The index, not the working tree: git would run its files through the filters that the repository names.
    const question = ['diff-index', '--cached', '--name-status', '-z', '--find-renames', `-l${RENAME_LIMIT}`];
    const safety = ['--diff-filter=R', '--no-ext-diff', '--no-textconv', '--ignore-submodules=all'];
    const run = await this.#run(topLevel, [...question, ...safety, commit.value, '--'], MAX_LIST_BYTES, signal);
    if (run.state !== 'done') return missing(run.state, 'gave-up');
    // Three parts for each: how alike they are, the old name, the new one.
    const parts = run.output.toString('utf8').split('\0');
    for (let at = 0; at + 2 < parts.length; at += 3)
      if (parts[at + 2] === relativePath) return { state: 'found', value: parts[at + 1]! };
    return missing('failed', 'no-file');
  }

  async #commit(topLevel: string, revision: string, signal: AbortSignal): Promise<GitAnswer<string>> {
    if (!REVISION.test(revision)) return missing('failed', 'no-revision');
    const commit = await this.#object(topLevel, `${revision}^{commit}`, 'no-revision', signal);
    // A branch can be called like a hash.
    return commit.state === 'missing' || commit.value.startsWith(revision) ? commit : missing('failed', 'no-revision');
  }

  async #object(topLevel: string, name: string, miss: GitMiss, signal: AbortSignal): Promise<GitAnswer<string>> {
    const run = await this.#run(topLevel, ['rev-parse', '--verify', '--quiet', name], MAX_LIST_BYTES, signal);
    if (run.state !== 'done') return missing(run.state, miss);
    const object = run.output.toString('latin1').trim();
    return OBJECT.test(object) ? { state: 'found', value: object } : missing('failed', miss);
  }

  #run(folder: string, question: readonly string[], maxBytes: number, signal: AbortSignal): Promise<Run> {
    throwIfCancelled(signal);
    const args = ['-C', folder, ...HARDENING, ...question];
    // No program can be given a NUL.
    if (args.some((argument) => argument.includes('\0'))) return Promise.resolve({ state: 'failed' });
    const options = {
      // Windows looks for a program in the current folder first, and there may be a git.exe in the workspace.
      cwd: parse(process.execPath).root,
      env: environment(),
      encoding: 'buffer' as const,
      maxBuffer: maxBytes,
      timeout: this.#timeoutMs,
      killSignal: 'SIGKILL' as const,
      windowsHide: true,
      signal,
    };
    return new Promise((resolve, reject) => {
      execFile(this.#command, args, options, (error, output) => {
        if (signal.aborted) reject(new Problem('cancelled', 'Cancelled.'));
        else resolve(error ? { state: failureOf(error) } : { state: 'done', output });
      });
    });
  }
}

function failureOf(error: ExecFileException): Failure {
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'overflow';
  if (error.code === 'ENOENT' || error.code === 'EACCES') return 'no-git';
  return error.killed || error.signal ? 'gave-up' : 'failed';
}

function missing(state: Failure, ifFailed: GitMiss): GitAnswer<never> {
  const reason = state === 'failed' ? ifFailed : state === 'overflow' ? 'gave-up' : state;
  return { state: 'missing', reason };
}

/** `GIT_DIR` and its like would make git answer about another repository, or run something. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name));
  return { ...Object.fromEntries(kept), ...ENVIRONMENT };
}
