import type { FileAccess, FileStat, WorkspaceRoot } from '../../../src/mapping/fileAccess.ts';

/** Files that exist in a list only, and a note of every path that was asked for. */
export class SpyFiles implements FileAccess {
  readonly asked: string[] = [];
  readonly #roots: readonly WorkspaceRoot[];
  readonly #files: readonly string[];

  constructor(roots: readonly string[], files: readonly string[] = []) {
    this.#roots = roots.map((path) => ({ path, name: path.split(/[\\/]/).at(-1)! }));
    this.#files = files;
  }

  roots(): readonly WorkspaceRoot[] {
    return this.#roots;
  }

  stat(path: string): Promise<FileStat | undefined> {
    this.asked.push(path);
    return Promise.resolve(this.#files.includes(path) ? { type: 'file', sizeBytes: 0, mtimeMs: 0 } : undefined);
  }

  realpath(path: string): Promise<string | undefined> {
    // The roots are the user's own paths.
    if (this.#roots.some((root) => root.path === path)) return Promise.resolve(path);
    this.asked.push(path);
    return Promise.resolve(this.#files.includes(path) ? path : undefined);
  }

  read(path: string): Promise<Uint8Array> {
    this.asked.push(path);
    return Promise.resolve(new Uint8Array());
  }

  readTail(path: string): Promise<Uint8Array> {
    return this.read(path);
  }

  findByName(baseName: string, limit: number): Promise<readonly string[]> {
    const found = this.#files.filter((path) => path.split(/[\\/]/).at(-1) === baseName);
    return Promise.resolve(found.slice(0, limit));
  }
}
