import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sourceLanguageOf } from '../core/sourceText/sourceLanguage.ts';
import type { WorkspaceRoot } from './fileAccess.ts';
import { NO_SOURCE_FOLDERS, type SourceListing } from './sourceListing.ts';

const SKIPPED: ReadonlySet<string> = new Set(NO_SOURCE_FOLDERS);
/** A home folder given by mistake ends here. */
const MAX_FOLDERS = 50_000;

/** {@link SourceListing} over given folders, without an editor: each call walks them, level by level. */
export class NodeSourceListing implements SourceListing {
  readonly #roots: () => readonly WorkspaceRoot[];

  constructor(roots: () => readonly WorkspaceRoot[]) {
    this.#roots = roots;
  }

  async list(limit: number): Promise<readonly string[]> {
    const files: string[] = [];
    const folders = this.#roots().map((root) => root.path);
    for (let at = 0; at < folders.length && at < MAX_FOLDERS && files.length < limit; at++) {
      const folder = folders[at]!;
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const path = join(folder, entry.name);
        // Links are neither: a linked folder may hold itself.
        if (entry.isDirectory() && !SKIPPED.has(entry.name) && !entry.name.startsWith('.')) folders.push(path);
        if (entry.isFile() && sourceLanguageOf(entry.name) !== undefined) files.push(path);
      }
    }
    return files.slice(0, limit);
  }
}
