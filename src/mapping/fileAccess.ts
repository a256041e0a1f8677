/** A folder the user opened. */
export interface WorkspaceRoot {
  /** Absolute, as the host's file system writes it. */
  readonly path: string;
  readonly name: string;
}

export interface FileStat {
  readonly type: 'file' | 'directory' | 'other';
  readonly sizeBytes: number;
  /** Since the Unix epoch. */
  readonly mtimeMs: number;
}

/**
 * The files of the workspace, as mapping needs them. Paths given to it have passed the checks of {@link PathGate}
 * (they lie in a root as text); what `realpath` and `findByName` answer is checked before it is used.
 */
export interface FileAccess {
  /** The same array as long as nothing changed. */
  roots(): readonly WorkspaceRoot[];
  /** Follows links; `undefined` for what is not there or may not be read. */
  stat(path: string): Promise<FileStat | undefined>;
  /** The path without links; `undefined` for what is not there, and for link loops. */
  realpath(path: string): Promise<string | undefined>;
  /** A regular file's bytes. Rejects with a Problem: `not-found`, `refused` (no regular file), `too-large`. */
  read(path: string, maxBytes: number): Promise<Uint8Array>;
  /** The last `maxBytes` of a regular file, or all of it. Rejects like `read`, but never with `too-large`. */
  readTail(path: string, maxBytes: number): Promise<Uint8Array>;
  /**
   * Up to `limit` workspace files with exactly this base name, none of them under `node_modules`; build folders are searched
   * also when git ignores them. The name is untrusted literal text: `[id].ts` and `*` are no patterns.
   */
  findByName(baseName: string, limit: number): Promise<readonly string[]>;
}
