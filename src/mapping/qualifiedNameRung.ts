import type { Base1 } from '../core/position.ts';
import type { Confidence } from '../core/protocol.ts';
import { namedDeclarations, type NamedDeclaration } from '../core/qualifiedName.ts';
import type { DeclaredLines } from './declaredLines.ts';
import type { FileFinder } from './fileFinder.ts';
import type { FilePlaces } from './filePlaces.ts';
import type { FoundPlace, Located } from './located.ts';
import type { LocateQuery, LocateRung } from './locateRung.ts';
import { oneOrChoice } from './oneOrChoice.ts';
import type { GatedFile } from './pathGate.ts';
import { shortText } from './shortText.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

const MAX_FILES = 10;

interface NamedFile {
  readonly file: GatedFile;
  readonly declaration: NamedDeclaration;
  /** No other file of the workspace is called like it. */
  readonly only: boolean;
}

interface Declared extends NamedFile {
  readonly lines: readonly Base1[];
}

/**
 * The span names a function by its package, namespace or module: the file that is called like it, where the function is declared; where
 * the function is inherited or made by a framework, its type.
 */
export class QualifiedNameRung implements LocateRung {
  readonly #finder: FileFinder;
  readonly #declared: DeclaredLines;
  readonly #places: FilePlaces;

  constructor(finder: FileFinder, declared: DeclaredLines, places: FilePlaces) {
    this.#finder = finder;
    this.#declared = declared;
    this.#places = places;
  }

  async locate({ ref }: LocateQuery, signal: AbortSignal): Promise<Located | undefined> {
    const { functionName, filePath } = ref;
    if (functionName === undefined || filePath !== undefined) return undefined;
    const others: NamedFile[] = [];
    for (const declaration of namedDeclarations(functionName)) {
      const answer = await this.#finder.find(declaration.filePath);
      throwIfCancelled(signal);
      const files = answer.kind === 'file' ? [answer.file] : answer.kind === 'several' ? answer.files : [];
      const found: Declared[] = [];
      for (const file of files.slice(0, MAX_FILES)) {
        const named = { file, declaration, only: files.length === 1 };
        const lines = await this.#declared.ofMember(file, declaration);
        throwIfCancelled(signal);
        if (lines.length > 0) found.push({ ...named, lines });
        else others.push(named);
      }
      if (found.length > 0) return this.#located(functionName, found);
    }
    return this.#ofType(functionName, others, signal);
  }

  /** What the rung knows is kept by the finder, by the declared lines and by the locator. */
  invalidate(): void {}

  async #located(functionName: string, found: readonly Declared[]): Promise<Located | undefined> {
    const places: FoundPlace[] = [];
    for (const { file, declaration, only, lines } of found) {
      const name = shortText(declaration.functionName);
      const clauses = [`the name ${shortText(functionName)} leads to ${file.relativePath}, which declares ${name}`];
      const confidence = confidenceOf(file, declaration, only);
      for (const line of lines)
        places.push(...(await this.#places.of({ file, line, column: undefined, confidence, clauses })));
    }
    return oneOrChoice(places, (count) => `${shortText(functionName)} is declared in ${count} places.`);
  }

  /** A file of the right name without the function is another one, unless it declares the type of the name. */
  async #ofType(functionName: string, files: readonly NamedFile[], signal: AbortSignal): Promise<Located | undefined> {
    const places: FoundPlace[] = [];
    for (const { file, declaration, only } of files) {
      const typeName = declaration.typePath?.split('.').at(-1);
      if (typeName === undefined || confidenceOf(file, declaration, only) === 'guess') continue;
      const [line] = await this.#declared.ofType(file, typeName);
      throwIfCancelled(signal);
      if (line === undefined) continue;
      const clauses = [
        `the name ${shortText(functionName)} leads to ${file.relativePath}, which declares ${shortText(typeName)} but not the function itself`,
      ];
      places.push(...(await this.#places.of({ file, line, column: undefined, confidence: 'guess', clauses })));
    }
    return oneOrChoice(places, (count) => `The type of ${shortText(functionName)} is declared in ${count} places.`);
  }
}

/** A name alone proves little; the last folder as well is more than chance. Ruby and PHP may have types in no folder of their own. */
function confidenceOf({ relativePath }: GatedFile, { filePath }: NamedDeclaration, only: boolean): Confidence {
  const [have, want] = [relativePath.split('/'), filePath.split('/')];
  if (want.length === 1) return only && /\.(?:php|rb)$/.test(filePath) ? 'likely' : 'guess';
  return have.at(-2)?.toLowerCase() === want.at(-2)?.toLowerCase() ? 'likely' : 'guess';
}
