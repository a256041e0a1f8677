import type { Base1 } from '../core/position.ts';
import { packagedMember, type PackagedMember } from '../core/qualifiedName.ts';
import { memberLines, sourceOutline } from '../core/sourceOutline.ts';
import type { FilePlaces } from './filePlaces.ts';
import type { FoundPlace, Located } from './located.ts';
import type { LocateQuery, LocateRung } from './locateRung.ts';
import { oneOrChoice } from './oneOrChoice.ts';
import { shortText } from './shortText.ts';
import { isTestFile } from './testFile.ts';
import type { TextSearch } from './textSearch.ts';

/** The span names a function whose file is called otherwise: any file of its package that declares type and function. */
export class MemberSearchRung implements LocateRung {
  readonly #search: TextSearch;
  readonly #places: FilePlaces;

  constructor(search: TextSearch, places: FilePlaces) {
    this.#search = search;
    this.#places = places;
  }

  async locate({ ref }: LocateQuery, signal: AbortSignal): Promise<Located | undefined> {
    const { functionName, filePath } = ref;
    const member = functionName === undefined || filePath !== undefined ? undefined : packagedMember(functionName);
    if (!member) return undefined;
    const { matches, complete } = await this.#search.search(
      {
        accepts: (path) => member.extensions.includes(path.slice(path.lastIndexOf('.') + 1)),
        look: (text, path) => declaredIn(text, path, member),
      },
      signal,
    );
    const code = matches.filter(({ file }) => !isTestFile(file.relativePath));
    const places: FoundPlace[] = [];
    for (const { file, found } of code.length > 0 ? code : matches) {
      const where = member.packageName === '' ? '' : `, in ${shortText(member.packageName)}`;
      const clauses = [`the function ${shortText(functionName!)} is declared in ${file.relativePath}${where}`];
      const confidence = complete && code.length > 0 && member.packageName !== '' ? 'likely' : 'guess';
      for (const line of found)
        places.push(...(await this.#places.of({ file, line, column: undefined, confidence, clauses })));
    }
    return oneOrChoice(places, (count) => `${shortText(functionName!)} is declared in ${count} places.`);
  }

  /** The texts are the search's, which is told by its owner. */
  invalidate(): void {}
}

function declaredIn(text: string, path: string, member: PackagedMember): readonly Base1[] | undefined {
  const { packageName, typePath, functionName } = member;
  const typeName = typePath?.split('.').at(-1);
  if (!text.includes(functionName) || (typeName !== undefined && !text.includes(typeName))) return undefined;
  const isRuby = path.endsWith('.rb');
  // Ruby's modules are around the type, all others name the package at the top.
  if (!isRuby && packageName !== '' && !namesPackage(text, packageName)) return undefined;
  const modules = isRuby && packageName !== '' ? `${packageName.replaceAll(/::|\./g, '.')}.` : '';
  const lines = memberLines(sourceOutline(text, path), { typePath: typePath && `${modules}${typePath}`, functionName });
  return lines.length === 0 ? undefined : lines;
}

/** `package com.shop`, `namespace Shop.Cart`, `namespace Shop\Cart`, the name up to its end. */
function namesPackage(text: string, name: string): boolean {
  return ['package ', 'namespace '].some((keyword) => {
    for (let at = text.indexOf(keyword + name); at >= 0; at = text.indexOf(keyword + name, at + 1)) {
      if (!/[\w.\\]/.test(text.charAt(at + keyword.length + name.length))) return true;
    }
    return false;
  });
}
