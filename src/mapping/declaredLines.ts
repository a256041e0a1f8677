import { bareFunctionName } from '../core/bareFunctionName.ts';
import { functionOutline, type OutlinedFunction } from '../core/outline/functionOutline.ts';
import { languageIdOf } from '../core/outline/languageIdOf.ts';
import { toBase1, type Base1 } from '../core/position.ts';
import { LruCache } from './lruCache.ts';
import type { GatedFile, PathGate } from './pathGate.ts';

/** Source files are smaller; what is larger was made by a machine. */
const MAX_BYTES = 2 * 2 ** 20;
const MAX_FILES = 200;
const MAX_AGE_MS = 30_000;

/** Where files declare functions, by the look of their text. */
export class DeclaredLines {
  readonly #gate: PathGate;
  readonly #outlines = new LruCache<readonly OutlinedFunction[]>(MAX_FILES, MAX_AGE_MS);

  constructor(gate: PathGate) {
    this.#gate = gate;
  }

  /** The lines at which functions of this name are declared; of its type alone where the name tells one and the file has several. */
  async of(file: GatedFile, functionName: string): Promise<readonly Base1[]> {
    const name = bareFunctionName(functionName);
    const named = name === undefined ? [] : (await this.#outlineOf(file)).filter((each) => each.name === name);
    const qualifier = functionName.slice(0, Math.max(0, functionName.lastIndexOf(name ?? '')));
    const ofType = named.filter(({ container }) => container !== undefined && endsInWord(qualifier, container));
    return (ofType.length > 0 ? ofType : named).map(({ nameLine }) => toBase1(nameLine));
  }

  async #outlineOf(file: GatedFile): Promise<readonly OutlinedFunction[]> {
    const languageId = languageIdOf(file.relativePath);
    if (languageId === undefined || file.sizeBytes > MAX_BYTES) return [];
    const key = `${file.path}\0${file.mtimeMs}\0${file.sizeBytes}`;
    const known = this.#outlines.get(key);
    if (known) return known;
    try {
      const text = new TextDecoder().decode(await this.#gate.read(file, MAX_BYTES));
      const outline = functionOutline(text, languageId) ?? [];
      this.#outlines.set(key, outline);
      return outline;
    } catch {
      // Gone, or replaced, since it was found.
      return [];
    }
  }
}

/** `shop.(*Cart).` and `Cart::` end in the type `Cart`, `MyCart.` does not. */
function endsInWord(qualifier: string, type: string): boolean {
  const words = qualifier.split(/[^\p{L}\p{N}_$]+/u).filter(Boolean);
  return words.at(-1) === type.split('.').at(-1);
}
