import {
  classifyPath,
  containsPath,
  isAbsolute,
  pathText,
  relativeSegments,
  resolvePath,
  type AbsolutePath,
  type PathRefusal,
} from '../core/paths.ts';
import { Problem } from '../core/problem.ts';
import type { FileAccess, WorkspaceRoot } from './fileAccess.ts';

/** A regular file of the workspace, links worked out. */
export interface GatedFile {
  /** Below the root as the user opened it, so that it is the same document in the editor. */
  readonly path: string;
  readonly root: WorkspaceRoot;
  /** Below the root, with slashes. */
  readonly relativePath: string;
  /** Where the bytes are. */
  readonly realPath: string;
  readonly sizeBytes: number;
  /** Since the Unix epoch. */
  readonly mtimeMs: number;
}

/** - `outside`: in no workspace folder, as text or once links are followed - `no-file`: a folder, a FIFO, a device */
export type GateAnswer =
  | { readonly state: 'inside'; readonly file: GatedFile }
  | { readonly state: 'refused'; readonly reason: PathRefusal }
  | { readonly state: 'outside' }
  | { readonly state: 'absent' }
  | { readonly state: 'no-file' };

interface ResolvedRoot {
  readonly root: WorkspaceRoot;
  readonly opened: AbsolutePath;
  readonly real: AbsolutePath;
}

/**
 * The only way from an untrusted path to a file (security.md T14-T16, T20). Containment is by whole segments, first of the
 * text, then of the real path. The file system hears of no path that is not in a root as text: a stat of a UNC path is enough
 * to send the user's credentials.
 */
export class PathGate {
  readonly #files: FileAccess;
  #resolvedFor: readonly WorkspaceRoot[] | undefined;
  #resolved: Promise<readonly ResolvedRoot[]> = Promise.resolve([]);

  constructor(files: FileAccess) {
    this.#files = files;
  }

  /** Whether an absolute path leads to a regular file of the workspace. A relative one is `outside`: the caller knows to what. */
  async check(text: string): Promise<GateAnswer> {
    const path = classifyPath(text);
    if (path.kind === 'refused') return { state: 'refused', reason: path.reason };
    if (path.kind === 'relative') return { state: 'outside' };
    const roots = await this.#roots();
    // The sender may have seen the root with or without its links.
    if (!roots.some(({ opened, real }) => containsPath(opened, path) || containsPath(real, path)))
      return { state: 'outside' };
    const realPath = await this.#files.realpath(pathText(path));
    if (realPath === undefined) return { state: 'absent' };
    const real = classifyPath(realPath);
    const home = isAbsolute(real) ? innermost(roots, real) : undefined;
    if (!home) return { state: 'outside' };
    const found = await this.#files.stat(realPath);
    if (!found) return { state: 'absent' };
    if (found.type !== 'file') return { state: 'no-file' };
    const { root, opened, below } = home;
    const { sizeBytes, mtimeMs } = found;
    const openedPath = pathText(resolvePath(opened, { kind: 'relative', segments: below }));
    return {
      state: 'inside',
      file: { path: openedPath, root, relativePath: below.join('/'), realPath, sizeBytes, mtimeMs },
    };
  }

  /** The bytes of a checked file. Rejects with a Problem. */
  read(file: GatedFile, maxBytes: number): Promise<Uint8Array> {
    return this.#sameFile(file, () => this.#files.read(file.realPath, maxBytes));
  }

  /** The last bytes of a checked file. Rejects with a Problem. */
  readTail(file: GatedFile, maxBytes: number): Promise<Uint8Array> {
    return this.#sameFile(file, () => this.#files.readTail(file.realPath, maxBytes));
  }

  /** A folder on the way may have been swapped for a link since the check (F08): then the bytes are not handed out. */
  async #sameFile(file: GatedFile, read: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const bytes = await read();
    if ((await this.#files.realpath(file.realPath)) === file.realPath) return bytes;
    throw new Problem('refused', `${file.path} was replaced by a link while it was read.`);
  }

  #roots(): Promise<readonly ResolvedRoot[]> {
    const roots = this.#files.roots();
    if (roots !== this.#resolvedFor) {
      this.#resolvedFor = roots;
      this.#resolved = this.#resolve(roots);
    }
    return this.#resolved;
  }

  async #resolve(roots: readonly WorkspaceRoot[]): Promise<readonly ResolvedRoot[]> {
    const resolved = await Promise.all(
      roots.map(async (root): Promise<ResolvedRoot | undefined> => {
        const opened = classifyPath(root.path);
        if (!isAbsolute(opened)) return undefined;
        const real = classifyPath((await this.#files.realpath(root.path)) ?? root.path);
        return isAbsolute(real) ? { root, opened, real } : undefined;
      }),
    );
    return resolved.filter((root) => root !== undefined);
  }
}

/** Roots may lie in one another; the innermost is the one the editor shows a file under. */
function innermost(
  roots: readonly ResolvedRoot[],
  path: AbsolutePath,
): (ResolvedRoot & { readonly below: readonly string[] }) | undefined {
  let best: (ResolvedRoot & { readonly below: readonly string[] }) | undefined;
  for (const root of roots) {
    const below = relativeSegments(root.real, path);
    if (below && (!best || below.length < best.below.length)) best = { ...root, below };
  }
  return best;
}
