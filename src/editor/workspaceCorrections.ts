import type * as vscode from 'vscode';
import { readCorrections, type Correction } from '../mapping/correction.ts';
import type { CorrectionMemory } from '../mapping/corrections.ts';

const KEY = 'spanline.corrections';

/** Corrections in the workspace's own storage: they are about its files, and no setting that a repository could bring. */
export class WorkspaceCorrections implements CorrectionMemory {
  readonly #memento: vscode.Memento;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
  }

  read(): readonly Correction[] {
    return readCorrections(this.#memento.get<unknown>(KEY));
  }

  write(corrections: readonly Correction[]): void {
    void this.#memento.update(KEY, corrections);
  }
}
