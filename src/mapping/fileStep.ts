import type { NamedPath } from '../core/paths.ts';
import type { FileAnswer } from './fileAnswer.ts';

/** One way from a path to files of the workspace. `undefined` leaves it to the next step; any answer is final. */
export interface FileStep {
  find(path: NamedPath): Promise<FileAnswer | undefined>;
}
