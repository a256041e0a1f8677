import { bareFunctionName } from '../core/bareFunctionName.ts';
import type { Base1 } from '../core/position.ts';
import {
  linesOfMeant,
  memberLines,
  sourceOutline,
  type DeclaredFunction,
  type MemberName,
} from '../core/sourceOutline.ts';
import { typeLines } from '../core/sourceText/typeLines.ts';
import { LruCache } from './lruCache.ts';
import type { GatedFile, PathGate } from './pathGate.ts';

/** Source files are smaller; what is larger was made by a machine. */
const MAX_BYTES = 2 * 2 ** 20;
const MAX_FILES = 200;
const MAX_AGE_MS = 30_000;

/** Where files declare functions and types, by the look of their text. */
export class DeclaredLines {
  readonly #gate: PathGate;
  readonly #outlines = new LruCache<readonly DeclaredFunction[]>(MAX_FILES, MAX_AGE_MS);

  constructor(gate: PathGate) {
    this.#gate = gate;
  }

  /** The lines at which functions of this name are declared; of its type alone where the name tells one and the file has several. */
  async of(file: GatedFile, functionName: string): Promise<readonly Base1[]> {
    const name = bareFunctionName(functionName);
    const named = name === undefined ? [] : (await this.#outlineOf(file)).filter((each) => each.name === name);
    const qualifier = functionName.slice(0, Math.max(0, functionName.lastIndexOf(name ?? '')));
    const ofType = named.filter(({ container }) => container !== undefined && endsInWord(qualifier, container));
    return linesOfMeant(ofType.length > 0 ? ofType : named);
  }

  async ofMember(file: GatedFile, member: MemberName): Promise<readonly Base1[]> {
    return memberLines(await this.#outlineOf(file), member);
  }

  async ofType(file: GatedFile, typeName: string): Promise<readonly Base1[]> {
    const text = await this.#textOf(file);
    return text === undefined ? [] : typeLines(text, file.relativePath, typeName);
  }

  async #outlineOf(file: GatedFile): Promise<readonly DeclaredFunction[]> {
    const key = `${file.path}\0${file.mtimeMs}\0${file.sizeBytes}`;
    const known = this.#outlines.get(key);
    if (known) return known;
    const text = await this.#textOf(file);
    if (text === undefined) return [];
    const outline = sourceOutline(text, file.relativePath);
    this.#outlines.set(key, outline);
    return outline;
  }

  async #textOf(file: GatedFile): Promise<string | undefined> {
    if (file.sizeBytes > MAX_BYTES) return undefined;
    try {
      return new TextDecoder().decode(await this.#gate.read(file, MAX_BYTES));
    } catch {
      // Gone, or replaced, since it was found.
      return undefined;
    }
  }
}

/** `shop.(*Cart).` and `Cart::` end in the type `Cart`, `MyCart.` does not. */
function endsInWord(qualifier: string, type: string): boolean {
  const words = qualifier.split(/[^\p{L}\p{N}_$]+/u).filter(Boolean);
  return words.at(-1) === type.split('.').at(-1);
}
