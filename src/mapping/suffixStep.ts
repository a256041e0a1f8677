import {
  baseName,
  classifyPath,
  isAbsolute,
  libraryStart,
  longestSuffix,
  pathText,
  relativeSegments,
  withoutLeadingUps,
  type AbsolutePath,
  type NamedPath,
} from '../core/paths.ts';
import type { Confidence } from '../core/protocol.ts';
import { isBuildRoot } from './buildRoot.ts';
import type { FileAccess } from './fileAccess.ts';
import type { FileAnswer } from './fileAnswer.ts';
import type { FileStep } from './fileStep.ts';
import type { GatedFile, PathGate } from './pathGate.ts';
import { rootFolders } from './rootFolders.ts';

/** Beyond this many files of one name nobody can say that the best one is the only one. A monorepo of 20,000 files has some thousand `index.ts`. */
const MAX_NAMESAKES = 5_000;
const MAX_CANDIDATES = 20;

/**
 * The workspace file that shares the most whole segments with the end of the path: the code ran in a container, on a build machine,
 * in another folder. Two that share equally many are two candidates.
 */
export class SuffixStep implements FileStep {
  readonly #files: FileAccess;
  readonly #gate: PathGate;

  constructor(files: FileAccess, gate: PathGate) {
    this.#files = files;
    this.#gate = gate;
  }

  async find(path: NamedPath): Promise<FileAnswer | undefined> {
    const wanted = path.kind === 'relative' ? withoutLeadingUps(path) : path;
    const name = baseName(wanted);
    if (name === '') return undefined;
    const library = libraryStart(wanted);
    // `/app/node_modules/x/src/index.js` is not the workspace's `src/index.js`: library code has to match down to its library.
    const needed = library < 0 ? 1 : wanted.segments.length - library;
    const namesakes = await this.#files.findByName(name, MAX_NAMESAKES + 1);
    const roots = rootFolders(this.#files);
    const candidates = closest(namesakes, wanted.segments.at(-2), name)
      .map(classifyPath)
      .filter(isAbsolute)
      .filter((path) => library >= 0 || isOwn(path, roots));
    const { length, paths: best } = longestSuffix(wanted, candidates);
    if (length < needed) return undefined;

    const found: GatedFile[] = [];
    for (const candidate of best.map(pathText).sort().slice(0, MAX_CANDIDATES)) {
      const answer = await this.#gate.check(candidate);
      if (answer.state === 'inside') found.push(answer.file);
    }
    const [file, ...others] = found;
    if (!file) return undefined;
    const shared = wanted.segments.slice(-length).join('/');
    if (namesakes.length > MAX_NAMESAKES) {
      return {
        kind: 'several',
        files: found,
        how: `ends in ${shared}, and more than ${MAX_NAMESAKES} files are called ${name}`,
      };
    }
    if (others.length > 0) {
      return { kind: 'several', files: found, how: `ends in ${shared}, as ${found.length} files of the workspace do` };
    }
    const confidence = confidenceOf(wanted, file, length);
    return { kind: 'file', file, confidence, how: `ends in ${shared}, as only one file of the workspace does` };
  }
}

/** Those in a folder of the same name, if there are any: as text, since telling the parts of thousands of paths takes some 20 ms. */
function closest(paths: readonly string[], folder: string | undefined, name: string): readonly string[] {
  if (folder === undefined) return paths;
  const close = paths.filter((path) => path.endsWith(`/${folder}/${name}`) || path.endsWith(`\\${folder}\\${name}`));
  return close.length > 0 ? close : paths;
}

/** Judged below its root: the workspace itself may lie in a folder called `vendor`. */
function isOwn(path: AbsolutePath, roots: readonly AbsolutePath[]): boolean {
  return roots.some((root) => {
    const segments = relativeSegments(root, path);
    return segments !== undefined && libraryStart({ kind: 'relative', segments }) < 0;
  });
}

/** A name alone proves little. More is likely when what is left over on either side is explained: a whole path, or a container's folder. */
function confidenceOf(wanted: NamedPath, file: GatedFile, shared: number): Confidence {
  if (shared < 2) return 'guess';
  const wholeFile = shared >= file.relativePath.split('/').length;
  return wholeFile || isBuildRoot(wanted.segments.slice(0, -shared)) ? 'likely' : 'guess';
}
