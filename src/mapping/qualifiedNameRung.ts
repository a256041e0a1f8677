import { findDeclarations } from '../core/findDeclaration.ts';
import { namedDeclarations, type NamedDeclaration } from '../core/qualifiedName.ts';
import type { Base1 } from '../core/position.ts';
import type { FileFinder } from './fileFinder.ts';
import type { FilePlaces } from './filePlaces.ts';
import type { FoundPlace, Located } from './located.ts';
import type { LocateQuery, LocateRung } from './locateRung.ts';
import type { GatedFile, PathGate } from './pathGate.ts';
import { shortText } from './shortText.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** Source files are smaller; what is larger was made by a machine. */
const MAX_BYTES = 2 * 2 ** 20;
const MAX_CANDIDATES = 10;

interface Declared {
  readonly file: GatedFile;
  readonly declaration: NamedDeclaration;
  readonly lines: readonly Base1[];
}

/** The span names a function by its package, namespace or module: the file that is called like it, where the function is declared. */
export class QualifiedNameRung implements LocateRung {
  readonly #finder: FileFinder;
  readonly #gate: PathGate;
  readonly #places: FilePlaces;

  constructor(finder: FileFinder, gate: PathGate, places: FilePlaces) {
    this.#finder = finder;
    this.#gate = gate;
    this.#places = places;
  }

  async locate({ ref }: LocateQuery, signal: AbortSignal): Promise<Located | undefined> {
    const { functionName, filePath } = ref;
    if (functionName === undefined || filePath !== undefined) return undefined;
    const found: Declared[] = [];
    for (const declaration of namedDeclarations(functionName)) {
      const answer = await this.#finder.find(declaration.filePath);
      throwIfCancelled(signal);
      const files = answer.kind === 'file' ? [answer.file] : answer.kind === 'several' ? answer.files : [];
      for (const file of files.slice(0, MAX_CANDIDATES)) {
        const lines = findDeclarations(await this.#textOf(file), declaration);
        throwIfCancelled(signal);
        // A file of the right name without the function is another one.
        if (lines.length > 0) found.push({ file, declaration, lines });
      }
      if (found.length > 0) break;
    }
    return found.length === 0 ? undefined : this.#located(functionName, found);
  }

  /** What the rung knows is kept by the finder and the locator. */
  invalidate(): void {}

  async #located(functionName: string, found: readonly Declared[]): Promise<Located> {
    const places: FoundPlace[] = [];
    for (const { file, declaration, lines } of found) {
      const name = declaration.functionName;
      const clause = `the name ${shortText(functionName)} leads to ${file.relativePath}, which declares ${shortText(name)}`;
      for (const line of lines.slice(0, MAX_CANDIDATES)) {
        const confidence = sharesFolders(file, declaration) ? 'likely' : 'guess';
        places.push(...(await this.#places.of({ file, line, column: undefined, confidence, clauses: [clause] })));
      }
    }
    const [only] = places;
    if (only && places.length === 1) return only;
    return {
      state: 'ambiguous',
      candidates: places.slice(0, MAX_CANDIDATES).map(({ path, line, column }) => ({ path, line, column })),
      reason: `${shortText(functionName)} is declared in ${places.length} places.`,
    };
  }

  async #textOf(file: GatedFile): Promise<string> {
    if (file.sizeBytes > MAX_BYTES) return '';
    try {
      return new TextDecoder().decode(await this.#gate.read(file, MAX_BYTES));
    } catch {
      // Gone, or replaced, since it was found.
      return '';
    }
  }
}

/** A name alone proves little; the last folder as well is more than chance. */
function sharesFolders({ relativePath }: GatedFile, { filePath }: NamedDeclaration): boolean {
  const [have, want] = [relativePath.split('/'), filePath.split('/')];
  return want.length > 1 && have.at(-2)?.toLowerCase() === want.at(-2)?.toLowerCase();
}
