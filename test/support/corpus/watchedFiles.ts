import { Problem } from '../../../src/core/problem.ts';
import type { FileAccess, FileStat, WorkspaceRoot } from '../../../src/mapping/fileAccess.ts';
import type { SourceListing } from '../../../src/mapping/sourceListing.ts';

/** What lies on the made-up disk: a text, a link, or something that is neither file nor folder. */
export type DiskEntry = string | Uint8Array | { readonly link: string } | { readonly special: 'fifo' };

export interface WatchedDisk {
  readonly roots: readonly string[];
  readonly entries: Readonly<Record<string, DiskEntry>>;
  /** Answered by every search for names and every listing beside what is in the roots: searches see more than roots. */
  readonly strays: readonly string[];
}

/** A disk in memory of posix and Windows paths that notes all that is asked of it. */
export class WatchedFiles implements FileAccess, SourceListing {
  /** Every path that a call named, but for the roots' own. */
  readonly paths: string[] = [];
  /** Every name that was searched for. */
  readonly names: string[] = [];
  readonly #disk: WatchedDisk;
  readonly #roots: readonly WorkspaceRoot[];

  constructor(disk: WatchedDisk) {
    this.#disk = disk;
    this.#roots = disk.roots.map((path) => ({ path, name: path.split(/[\\/]/).at(-1)! }));
  }

  roots(): readonly WorkspaceRoot[] {
    return this.#roots;
  }

  async stat(path: string): Promise<FileStat | undefined> {
    this.paths.push(path);
    const entry = this.#entryAt(path);
    if (entry === undefined) return this.#isFolder(path) ? { type: 'directory', sizeBytes: 0, mtimeMs: 1 } : undefined;
    if ('special' in entry) return { type: 'other', sizeBytes: 0, mtimeMs: 1 };
    return { type: 'file', sizeBytes: entry.byteLength, mtimeMs: 1 };
  }

  async realpath(path: string): Promise<string | undefined> {
    if (!this.#disk.roots.includes(path)) this.paths.push(path);
    const real = this.#real(path);
    return this.#entryAt(real) !== undefined || this.#isFolder(real) ? real : undefined;
  }

  async read(path: string, maxBytes: number): Promise<Uint8Array> {
    this.paths.push(path);
    const entry = this.#entryAt(path);
    if (entry === undefined) throw new Problem('not-found', `${path} cannot be read.`);
    if ('special' in entry) throw new Problem('refused', `${path} is not a regular file.`);
    if (entry.byteLength > maxBytes) throw new Problem('too-large', `${path} is too large.`);
    return entry;
  }

  async readTail(path: string, maxBytes: number): Promise<Uint8Array> {
    return (await this.read(path, Infinity)).slice(-maxBytes);
  }

  async findByName(baseName: string, limit: number): Promise<readonly string[]> {
    this.names.push(baseName);
    const found = this.#inRoots().filter((path) => path.split(/[\\/]/).at(-1) === baseName);
    return [...this.#disk.strays, ...found].slice(0, limit);
  }

  async list(limit: number): Promise<readonly string[]> {
    return [...this.#disk.strays, ...this.#inRoots()].slice(0, limit);
  }

  /** The bytes of a regular file in a root, by the path that an editor would open; `undefined` for all else. */
  regularFile(path: string): Uint8Array | undefined {
    const real = this.#real(path);
    const isIn = [...this.#disk.roots, ...this.#disk.roots.map((root) => this.#real(root))].some((root) =>
      real.startsWith(root + (root.startsWith('/') ? '/' : '\\')),
    );
    const entry = isIn ? this.#entryAt(real) : undefined;
    return entry === undefined || 'special' in entry ? undefined : entry;
  }

  #inRoots(): readonly string[] {
    return Object.keys(this.#disk.entries).filter((path) =>
      this.#disk.roots.some((root) => path.startsWith(root) && /[\\/]/.test(path[root.length] ?? '')),
    );
  }

  /** A root that is a link may hold one. */
  #real(path: string): string {
    let real = path;
    for (let followed = this.#follow(real); followed !== real; followed = this.#follow(real)) real = followed;
    return real;
  }

  /** The first link on the way; there are none in a circle. */
  #follow(path: string): string {
    for (const [from, entry] of Object.entries(this.#disk.entries)) {
      if (typeof entry !== 'object' || !('link' in entry)) continue;
      if (path === from) return entry.link;
      if (path.startsWith(from) && /[\\/]/.test(path[from.length]!)) return entry.link + path.slice(from.length);
    }
    return path;
  }

  #entryAt(path: string): Uint8Array | { readonly special: 'fifo' } | undefined {
    const entry = Object.hasOwn(this.#disk.entries, path) ? this.#disk.entries[path] : undefined;
    if (typeof entry === 'string') return Buffer.from(entry);
    return entry !== undefined && 'link' in entry ? this.#entryAt(entry.link) : entry;
  }

  #isFolder(path: string): boolean {
    return Object.keys(this.#disk.entries).some(
      (each) => each.startsWith(path) && /[\\/]/.test(each[path.length] ?? ''),
    );
  }
}
