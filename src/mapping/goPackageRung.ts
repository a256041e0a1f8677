import { goFunctionName, type GoFunctionName } from '../core/goFunctionName.ts';
import type { Base1 } from '../core/position.ts';
import { memberLines, sourceOutline } from '../core/sourceOutline.ts';
import type { FilePlaces } from './filePlaces.ts';
import type { FoundPlace, Located } from './located.ts';
import type { LocateQuery, LocateRung } from './locateRung.ts';
import { oneOrChoice } from './oneOrChoice.ts';
import { shortText } from './shortText.ts';
import type { TextSearch } from './textSearch.ts';

/** Behind comments and build tags. */
const PACKAGE = /^package[ \t]+([\p{L}_][\p{L}\p{N}_]*)/mu;

/** Go names a function by its package, which is a folder: the files of the folder that ends most like it, where one declares the function. */
export class GoPackageRung implements LocateRung {
  readonly #search: TextSearch;
  readonly #places: FilePlaces;

  constructor(search: TextSearch, places: FilePlaces) {
    this.#search = search;
    this.#places = places;
  }

  async locate({ ref }: LocateQuery, signal: AbortSignal): Promise<Located | undefined> {
    const { functionName, filePath } = ref;
    const wanted = functionName === undefined || filePath !== undefined ? undefined : goFunctionName(functionName);
    if (!wanted) return undefined;
    const { matches, complete } = await this.#search.search(
      {
        accepts: (path) => path.endsWith('.go') && !path.endsWith('_test.go'),
        look: (text) => declaredIn(text, wanted),
      },
      signal,
    );
    const shared = matches.map(({ file }) => sharedFolders(file.relativePath, wanted.packagePath));
    const most = Math.max(0, ...shared);
    const best = matches.filter((_, i) => shared[i] === most);
    const places: FoundPlace[] = [];
    for (const { file, found } of best) {
      const clauses = [
        `the package ${shortText(wanted.packagePath)} seems to be the one of ${file.relativePath}, which declares ${shortText(wanted.functionName)}`,
      ];
      const isPlain = most > 0 || best.length === matches.length;
      const confidence = complete && isPlain ? 'likely' : 'guess';
      for (const line of found)
        places.push(...(await this.#places.of({ file, line, column: undefined, confidence, clauses })));
    }
    return oneOrChoice(places, (count) => `${shortText(functionName!)} is declared in ${count} places.`);
  }

  /** The texts are the search's, which is told by its owner. */
  invalidate(): void {}
}

function declaredIn(
  text: string,
  { packagePath, typePath, functionName }: GoFunctionName,
): readonly Base1[] | undefined {
  if (!text.includes(functionName) || !isPackage(text, packagePath)) return undefined;
  const functions = sourceOutline(text, 'x.go').filter(
    ({ container }) => (container === undefined) === (typePath === undefined),
  );
  const lines = memberLines(functions, { typePath, functionName });
  return lines.length === 0 ? undefined : lines;
}

/** A package is mostly called like its folder; `v2`, `go-cart` and `cart.v3` are left to the folders. */
function isPackage(text: string, packagePath: string): boolean {
  const name = PACKAGE.exec(text)?.[1];
  const last = packagePath.slice(packagePath.lastIndexOf('/') + 1);
  if (name === undefined) return false;
  return name === last || (last !== 'main' && name !== 'main' && !/^[\p{L}_][\p{L}_]*$/u.test(last));
}

/** How many of the package's last folders the file lies in. */
function sharedFolders(relativePath: string, packagePath: string): number {
  const [have, want] = [relativePath.split('/').slice(0, -1), packagePath.split('/')];
  let shared = 0;
  while (shared < Math.min(have.length, want.length) && have.at(-1 - shared) === want.at(-1 - shared)) shared++;
  return shared;
}
