import {
  baseName,
  classifyPath,
  isAbsolute,
  libraryStart,
  pathText,
  resolvePath,
  type NamedPath,
} from '../core/paths.ts';
import type { FileAnswer } from './fileAnswer.ts';
import type { FileStep } from './fileStep.ts';
import { LruCache } from './lruCache.ts';
import { refusalText } from './refusalText.ts';

/** A path is asked for once a span; a service has some hundred. */
const MAX_ANSWERS = 2_000;
/** For what no watcher tells, such as folders it excludes. */
const MAX_AGE_MS = 30_000;

interface KnownAnswer {
  readonly answer: FileAnswer;
  readonly names: ReadonlySet<string>;
}

/** Untrusted paths to files of the workspace, by the first step that has an answer. */
export class FileFinder {
  readonly #steps: readonly FileStep[];
  readonly #answers = new LruCache<KnownAnswer>(MAX_ANSWERS, MAX_AGE_MS);

  constructor(steps: readonly FileStep[]) {
    this.#steps = steps;
  }

  /** `workingDirectory` is what a relative path hangs on, where the sender told. */
  async find(text: string, workingDirectory?: string): Promise<FileAnswer> {
    const key = `${workingDirectory ?? ''}\0${text}`;
    const known = this.#answers.get(key);
    if (known) return known.answer;
    const path = classifyPath(text);
    if (path.kind === 'refused') return { kind: 'none', why: `is not opened because ${refusalText(path.reason)}` };
    const answer = await this.#search(path, workingDirectory);
    this.#answers.set(key, { answer, names: namesIn(path, answer) });
    return answer;
  }

  /** Forgets the answers that a change of `path` may change: those about files of its name; all without a path. */
  invalidate(path?: string): void {
    const changed = path === undefined ? undefined : classifyPath(path);
    if (changed === undefined || changed.kind === 'refused') this.#answers.drop();
    else this.#answers.drop(({ names }) => names.has(baseName(changed)));
  }

  async #search(path: NamedPath, workingDirectory: string | undefined): Promise<FileAnswer> {
    for (const candidate of readings(path, workingDirectory)) {
      for (const step of this.#steps) {
        const answer = await step.find(candidate);
        if (answer) return answer;
      }
    }
    const why =
      libraryStart(path) < 0 ? 'matches no file of the workspace' : 'is library code that is not in the workspace';
    return { kind: 'none', why };
  }
}

function readings(path: NamedPath, workingDirectory: string | undefined): readonly NamedPath[] {
  const folder = workingDirectory === undefined ? undefined : classifyPath(workingDirectory);
  if (path.kind !== 'relative' || !folder || !isAbsolute(folder)) return [path];
  // Classified as a whole: what is a plain name on posix may be a device on Windows.
  const whole = classifyPath(pathText(resolvePath(folder, path)));
  return whole.kind === 'refused' ? [path] : [whole, path];
}

/** A mapping may lead to a file of another name. */
function namesIn(path: NamedPath, answer: FileAnswer): ReadonlySet<string> {
  const files = answer.kind === 'file' ? [answer.file] : answer.kind === 'several' ? answer.files : [];
  return new Set([baseName(path), ...files.map((file) => file.relativePath.split('/').at(-1)!)]);
}
