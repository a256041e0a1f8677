import {
  classifyPath,
  containsPath,
  folderOf,
  isAbsolute,
  pathText,
  resolvePath,
  withoutLeadingUps,
  type AbsolutePath,
} from '../core/paths.ts';
import type { FileAnswer } from './fileAnswer.ts';
import type { FileFinder } from './fileFinder.ts';
import { LruCache } from './lruCache.ts';
import type { GatedFile, PathGate } from './pathGate.ts';
import { refusalText } from './refusalText.ts';
import { parseSourceName } from './sourceName.ts';

const MAX_ANSWERS = 2_000;
const MAX_AGE_MS = 30_000;

/** Entries of a map's `sources` to files of the workspace. They are untrusted paths like any other (security.md 1.8). */
export class SourceFiles {
  readonly #gate: PathGate;
  readonly #finder: FileFinder;
  readonly #answers = new LruCache<FileAnswer>(MAX_ANSWERS, MAX_AGE_MS);

  constructor(gate: PathGate, finder: FileFinder) {
    this.#gate = gate;
    this.#finder = finder;
  }

  /** `map` is the file that holds the map; relative sources hang on its folder. */
  async resolve(source: string | null, map: GatedFile): Promise<FileAnswer> {
    const key = `${map.path}\0${source}`;
    const known = this.#answers.get(key);
    if (known) return known;
    const answer = await this.#search(source, map);
    this.#answers.set(key, answer);
    return answer;
  }

  /** Files changed: all answers are found anew, which costs little. */
  invalidate(): void {
    this.#answers.drop();
  }

  async #search(source: string | null, map: GatedFile): Promise<FileAnswer> {
    const name = parseSourceName(source);
    if (name.kind === 'generated') return { kind: 'none', why: 'is code that the bundler made' };
    const path = classifyPath(name.text);
    if (path.kind === 'refused') return { kind: 'none', why: `is not opened because ${refusalText(path.reason)}` };
    if (path.kind !== 'relative') return this.#finder.find(pathText(path));
    const file = classifyPath(map.path);
    const root = classifyPath(map.root.path);
    if (isAbsolute(file) && isAbsolute(root)) {
      const near = name.base === 'map' ? [folderOf(file)] : foldersUpTo(folderOf(file), root);
      const below = name.base === 'map' ? path : withoutLeadingUps(path);
      for (const candidate of near) {
        const answer = await this.#gate.check(pathText(resolvePath(candidate, below)));
        if (answer.state !== 'inside') continue;
        // A bundler's project folder is not in the map: the nearest one that has the file is a good bet, no more.
        if (name.base === 'map') return { kind: 'file', file: answer.file, confidence: 'exact', how: 'is there' };
        return {
          kind: 'file',
          file: answer.file,
          confidence: 'likely',
          how: 'is there, seen from a folder above the map',
        };
      }
    }
    return this.#finder.find(pathText(withoutLeadingUps(path)));
  }
}

/** `folder`, its parent, and so on, the workspace folder last. */
function foldersUpTo(folder: AbsolutePath, root: AbsolutePath): readonly AbsolutePath[] {
  const folders: AbsolutePath[] = [];
  for (let at = folder; containsPath(root, at); at = folderOf(at)) {
    folders.push(at);
    if (at.segments.length === root.segments.length) break;
  }
  return folders;
}
