import { pathText, type NamedPath } from '../core/paths.ts';
import type { FileAnswer } from './fileAnswer.ts';
import type { FileStep } from './fileStep.ts';
import type { PathGate } from './pathGate.ts';

/** The path is right as it stands: the code ran on this machine. */
export class ExactPathStep implements FileStep {
  readonly #gate: PathGate;

  constructor(gate: PathGate) {
    this.#gate = gate;
  }

  async find(path: NamedPath): Promise<FileAnswer | undefined> {
    if (path.kind === 'relative') return undefined;
    const answer = await this.#gate.check(pathText(path));
    if (answer.state !== 'inside') return undefined;
    return { kind: 'file', file: answer.file, confidence: 'exact', how: 'lies in the workspace' };
  }
}
