import { libraryStart, pathText, resolvePath, type NamedPath } from '../core/paths.ts';
import type { FileAccess } from './fileAccess.ts';
import type { FileAnswer } from './fileAnswer.ts';
import type { FileStep } from './fileStep.ts';
import type { PathGate } from './pathGate.ts';
import { rootFolders } from './rootFolders.ts';

/** Library code of a container that is installed here too: `/app/node_modules/x/y.js` in the workspace's own `node_modules`. */
export class LibraryStep implements FileStep {
  readonly #files: FileAccess;
  readonly #gate: PathGate;

  constructor(files: FileAccess, gate: PathGate) {
    this.#files = files;
    this.#gate = gate;
  }

  async find(path: NamedPath): Promise<FileAnswer | undefined> {
    const start = libraryStart(path);
    if (start < 0) return undefined;
    const segments = path.segments.slice(start);
    for (const folder of rootFolders(this.#files)) {
      const answer = await this.#gate.check(pathText(resolvePath(folder, { kind: 'relative', segments })));
      if (answer.state !== 'inside') continue;
      return {
        kind: 'file',
        file: answer.file,
        confidence: 'likely',
        how: 'is library code that is installed here too',
      };
    }
    return undefined;
  }
}
