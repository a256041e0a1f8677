import type { NextRoute } from '../nextRoute.ts';
import { functionOutline } from '../outline/functionOutline.ts';
import { base1, toBase1, type Base1 } from '../position.ts';
import type { LiteralHit } from './literalHit.ts';
import type { ScannedSource } from './scanSource.ts';

const METHOD = /^export\s+(?:async\s+)?(?:function\*?|const|let|var)\s+(GET|HEAD|POST|PUT|DELETE|PATCH|OPTIONS)\b/;
const RENAMED = /\bas\s+(GET|HEAD|POST|PUT|DELETE|PATCH|OPTIONS)\b/g;
const DEFAULT = /^export\s+default\b(?:\s+(?!async\b|function\b|class\b)([A-Za-z_$][\w$]*))?/;

/** What a file of the route exports for it: the function of the method, or its page. */
export function nextHits({ source, code }: ScannedSource, { method }: NextRoute): readonly LiteralHit[] {
  const methods = new Map<string, Base1>();
  let page: Base1 | undefined;
  for (const [index, line] of code.split('\n').entries()) {
    if (!line.startsWith('export')) continue;
    const at = base1(index + 1)!;
    const exported = METHOD.exec(line)?.[1];
    if (exported !== undefined) methods.set(exported, at);
    for (const [, name] of line.matchAll(RENAMED)) methods.set(name!, at);
    const found = DEFAULT.exec(line);
    if (found) page ??= declaredLine(source, found[1]) ?? at;
  }
  const own = method === undefined ? undefined : methods.get(method);
  const lines =
    own !== undefined ? [own] : page !== undefined ? [page] : method === undefined ? [...methods.values()] : [];
  return lines.map((line) => ({ line, evidence: 'made' }));
}

/** `export default Page;` */
function declaredLine(source: string, name: string | undefined): Base1 | undefined {
  if (name === undefined) return undefined;
  const found = functionOutline(source, 'typescriptreact')?.find((each) => each.name === name);
  return found && toBase1(found.nameLine);
}
