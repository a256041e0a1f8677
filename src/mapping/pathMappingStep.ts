import {
  mapPath,
  pathText,
  resolvePath,
  type ClassifiedPath,
  type NamedPath,
  type PathMapping,
} from '../core/paths.ts';
import type { FileAccess } from './fileAccess.ts';
import type { FileAnswer } from './fileAnswer.ts';
import type { FileStep } from './fileStep.ts';
import type { GatedFile, PathGate } from './pathGate.ts';
import { rootFolders } from './rootFolders.ts';

/** The user said where the folder of this path is here. */
export class PathMappingStep implements FileStep {
  readonly #files: FileAccess;
  readonly #gate: PathGate;
  readonly #mappings: () => readonly PathMapping[];

  constructor(files: FileAccess, gate: PathGate, mappings: () => readonly PathMapping[]) {
    this.#files = files;
    this.#gate = gate;
    this.#mappings = mappings;
  }

  async find(path: NamedPath): Promise<FileAnswer | undefined> {
    const mapped = mapPath(path, this.#mappings());
    if (!mapped) return undefined;
    const { from, to } = mapped.mapping;
    const found: GatedFile[] = [];
    for (const target of this.#targets(mapped.path)) {
      const answer = await this.#gate.check(target);
      if (answer.state === 'inside') found.push(answer.file);
      if (answer.state === 'outside' || answer.state === 'refused') {
        return { kind: 'none', why: `is led out of the workspace by the path mapping ${from} → ${to}` };
      }
    }
    const [file, ...others] = found;
    const how = `is mapped by ${from} → ${to}`;
    // Mapped, but no such file: the mapping may be for another service.
    if (!file) return undefined;
    return others.length > 0
      ? { kind: 'several', files: found, how }
      : { kind: 'file', file, confidence: 'exact', how };
  }

  #targets(path: ClassifiedPath): readonly string[] {
    if (path.kind === 'refused') return [''];
    if (path.kind !== 'relative') return [pathText(path)];
    return rootFolders(this.#files).map((folder) => pathText(resolvePath(folder, path)));
  }
}
