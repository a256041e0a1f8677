/** The name of a commit, whole or short. Nothing else becomes an argument. */
export const REVISION = /^[0-9a-f]{7,64}$/;

/**
 * Why git could not answer.
 * - `no-git`: there is no git to run
 * - `no-repository`: the folder is in no working tree, or in one that git does not trust
 * - `no-revision`: not a commit hash, no such commit (or a shallow clone lacks it), or several start like it
 * - `no-file`: the commit has no such file, or nothing there that was renamed
 * - `not-local`: the commit names the file, but a partial clone lacks its text, and it is not fetched for this
 * - `not-text`, `too-large`: the file is there, but binary or over the limit
 * - `gave-up`: git took too long, or its answer too much room
 */
export type GitMiss =
  | 'no-git'
  | 'no-repository'
  | 'no-revision'
  | 'no-file'
  | 'not-local'
  | 'not-text'
  | 'too-large'
  | 'gave-up';

export type GitAnswer<T> =
  | { readonly state: 'found'; readonly value: T }
  | { readonly state: 'missing'; readonly reason: GitMiss };

/** Where a folder is in its repository. */
export interface GitFolder {
  /** Absolute, the working tree's root, as git writes it: links followed, with slashes. */
  readonly topLevel: string;
  /** The folder below it: empty, or ending in a slash. */
  readonly prefix: string;
}

/**
 * What drift needs to know from git. For trusted workspaces only: a repository's own configuration can name programs, and
 * switching off those known today is the second wall, not the first. Paths are relative to the top level, with slashes; a
 * revision that does not match {@link REVISION} is `no-revision` without git hearing of it.
 * Nothing is written and nothing is fetched. Rejects with a Problem `cancelled` only.
 */
export interface GitAccess {
  /** The repository of an absolute folder path. */
  folder(path: string, signal: AbortSignal): Promise<GitAnswer<GitFolder>>;
  /** The text of a file at a revision, as UTF-8. */
  show(
    topLevel: string,
    revision: string,
    relativePath: string,
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<GitAnswer<string>>;
  /** What a file that is in HEAD or staged was called at a revision that does not have it, if most of it is still the same. */
  renamedFrom(
    topLevel: string,
    revision: string,
    relativePath: string,
    signal: AbortSignal,
  ): Promise<GitAnswer<string>>;
}
