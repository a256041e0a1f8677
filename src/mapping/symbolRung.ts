import { bareFunctionName } from '../core/bareFunctionName.ts';
import type { Base1 } from '../core/position.ts';
import type { FilePlaces } from './filePlaces.ts';
import type { FoundPlace, Located } from './located.ts';
import type { LocateQuery, LocateRung } from './locateRung.ts';
import { oneOrChoice } from './oneOrChoice.ts';
import type { PathGate } from './pathGate.ts';
import { shortText } from './shortText.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** A function as a language's own index has it. */
export interface CodeSymbol {
  readonly name: string;
  /** The type, package or module around it; '' when the index does not say. */
  readonly container: string;
  readonly path: string;
  readonly line: Base1;
}

/** The functions of a workspace by their languages' own indexes. */
export interface SymbolSearch {
  /** Those that are called like that, or nearly. Rejects with `cancelled` only; an index that does not answer in time has none. */
  find(name: string, signal: AbortSignal): Promise<readonly CodeSymbol[]>;
}

/** Two letters are in everything. */
const MIN_CHARS = 3;
const MAX_CANDIDATES = 10;

/** The language's own index knows the function that the span names: for what the look of the texts did not tell. */
export class SymbolRung implements LocateRung {
  readonly #symbols: SymbolSearch;
  readonly #gate: PathGate;
  readonly #places: FilePlaces;

  constructor(symbols: SymbolSearch, gate: PathGate, places: FilePlaces) {
    this.#symbols = symbols;
    this.#gate = gate;
    this.#places = places;
  }

  async locate({ ref }: LocateQuery, signal: AbortSignal): Promise<Located | undefined> {
    const { functionName, filePath } = ref;
    const name = functionName === undefined || filePath !== undefined ? undefined : bareFunctionName(functionName);
    if (functionName === undefined || name === undefined || name.length < MIN_CHARS) return undefined;
    const found = await this.#symbols.find(name, signal);
    throwIfCancelled(signal);
    const places: FoundPlace[] = [];
    for (const symbol of meant(found, name, functionName).slice(0, MAX_CANDIDATES)) {
      const answer = await this.#gate.check(symbol.path);
      if (answer.state !== 'inside') continue;
      const { file } = answer;
      const clauses = [`the symbols of the workspace have ${shortText(functionName)} in ${file.relativePath}`];
      const confidence = isWithin(functionName, symbol.container) ? 'likely' : 'guess';
      places.push(...(await this.#places.of({ file, line: symbol.line, column: undefined, confidence, clauses })));
    }
    return oneOrChoice(places, (count) => `${shortText(functionName)} is declared in ${count} places.`);
  }

  /** Indexes keep themselves up to date. */
  invalidate(): void {}
}

/** Those of exactly this name; of the type or package that the span names where any is. */
function meant(symbols: readonly CodeSymbol[], name: string, functionName: string): readonly CodeSymbol[] {
  // Java's index says `price(int)`, Go's `(*Cart).Price`.
  const named = symbols.filter((symbol) => bareFunctionName(symbol.name.replace(/\(.*\)$/, '')) === name);
  const within = named.filter(({ container }) => isWithin(functionName, container));
  return within.length > 0 ? within : named;
}

/** Whether the name is qualified by the last part of the container: `shop.Cart` or `Cart` for `com.shop.Cart.price`. */
function isWithin(functionName: string, container: string): boolean {
  const last = container.split(/[^\p{L}\p{N}_$]+/u).findLast(Boolean);
  const qualifier = functionName
    .split(/[^\p{L}\p{N}_$]+/u)
    .filter(Boolean)
    .slice(0, -1);
  return last !== undefined && qualifier.includes(last);
}
