import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileAccess, WorkspaceRoot } from './fileAccess.ts';
import { NodeFiles } from './nodeFiles.ts';

/** Never the user's own code. */
const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['node_modules', '.git', '.hg', '.svn']);
/** Ten times a large repository; a home folder given by mistake ends here. */
const MAX_FILES = 500_000;

/** {@link FileAccess} over given folders, without an editor: for tests and front doors. One walk finds all names. */
export class NodeFileAccess extends NodeFiles implements FileAccess {
  readonly #roots: readonly WorkspaceRoot[];
  #names: Promise<ReadonlyMap<string, readonly string[]>> | undefined;

  constructor(roots: readonly WorkspaceRoot[]) {
    super();
    this.#roots = roots;
  }

  roots(): readonly WorkspaceRoot[] {
    return this.#roots;
  }

  async findByName(baseName: string, limit: number): Promise<readonly string[]> {
    this.#names ??= this.#walk();
    return (await this.#names).get(baseName)?.slice(0, limit) ?? [];
  }

  /** Files came or went: the next search walks again. */
  invalidate(): void {
    this.#names = undefined;
  }

  async #walk(): Promise<ReadonlyMap<string, readonly string[]>> {
    const names = new Map<string, string[]>();
    const folders = this.#roots.map((root) => root.path);
    let files = 0;
    for (let folder = folders.pop(); folder !== undefined && files < MAX_FILES; folder = folders.pop()) {
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        const path = join(folder, entry.name);
        // Links are neither: a linked folder may hold itself.
        if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) folders.push(path);
        if (!entry.isFile()) continue;
        files++;
        const paths = names.get(entry.name);
        if (paths) paths.push(path);
        else names.set(entry.name, [path]);
      }
    }
    return names;
  }
}
