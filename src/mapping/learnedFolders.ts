import { classifyPath, commonSuffix, isAbsolute, pathText, type NamedPath } from '../core/paths.ts';
import { LruCache } from './lruCache.ts';
import type { GatedFile } from './pathGate.ts';

/** A service runs from a few folders. */
const MAX_FOLDERS = 500;
/** Workspaces change: what was learned is learned again. */
const MAX_AGE_MS = 10 * 60_000;
/** A file and its folder: less in common is chance. */
const MIN_SHARED = 2;

interface LearnedFolder {
  readonly service: string;
  readonly from: string;
  readonly to: string;
}

/**
 * Which folder of the workspace a service's code runs from: when one file that no other can be taken for has told, the next path below the
 * same container folder is no longer ambiguous. By service, since every container has its code in `/app`.
 */
export class LearnedFolders {
  readonly #folders = new LruCache<LearnedFolder>(MAX_FOLDERS, MAX_AGE_MS);

  /** The path has been found to mean this file and no other. True when that was news. */
  learn(service: string, path: NamedPath, file: GatedFile): boolean {
    const there = classifyPath(file.path);
    if (path.kind === 'relative' || !isAbsolute(there)) return false;
    const shared = commonSuffix(path, there);
    const from = path.segments.slice(0, -shared);
    if (shared < MIN_SHARED || from.length === 0) return false;
    const learned = {
      service,
      from: pathText({ ...path, segments: from }),
      to: pathText({ ...there, segments: there.segments.slice(0, -shared) }),
    };
    const key = JSON.stringify([learned.service, learned.from, learned.to]);
    if (this.#folders.get(key)) return false;
    this.#folders.set(key, learned);
    return true;
  }

  /** The one of several files that lies where the service's other files do; undefined when that is none or not one alone. */
  choose(
    service: string,
    path: NamedPath,
    files: readonly GatedFile[],
  ): { readonly file: GatedFile; readonly from: string } | undefined {
    const chosen = new Map<GatedFile, string>();
    for (const file of files) {
      const there = classifyPath(file.path);
      if (path.kind === 'relative' || !isAbsolute(there)) continue;
      for (let shared = commonSuffix(path, there); shared > 0; shared--) {
        const from = pathText({ ...path, segments: path.segments.slice(0, -shared) });
        const to = pathText({ ...there, segments: there.segments.slice(0, -shared) });
        if (this.#folders.get(JSON.stringify([service, from, to]))) chosen.set(file, from);
      }
    }
    const [only, ...others] = chosen;
    return only && others.length === 0 ? { file: only[0], from: only[1] } : undefined;
  }

  invalidate(): void {
    this.#folders.drop();
  }
}
