import { LineStarts } from '../lineStarts.ts';
import type { LiteralHit } from './literalHit.ts';
import type { ScannedSource } from './scanSource.ts';

/** A method of a library that a span is called after. */
export interface CalledMethod {
  readonly typeName: string;
  readonly method: string;
}

const WORD = /[\w$]/;
/** What a method is called on; long names are followed by longer ones. */
const LOOK_BACK = 120;

/** Where a source text calls the method: `Price.insert_all(`, `$statement->execute(`, `new PDO(`. */
export function callHits({ source, code }: ScannedSource, { typeName, method }: CalledMethod): readonly LiteralHit[] {
  const lines = new LineStarts(source);
  const isConstructor = method === '__construct';
  const name = isConstructor ? typeName : method;
  const hits: LiteralHit[] = [];
  for (let at = code.indexOf(name); at >= 0; at = code.indexOf(name, at + name.length)) {
    const before = code.slice(Math.max(0, at - LOOK_BACK), at);
    const after = code.slice(at + name.length, at + name.length + 2);
    if (WORD.test(before.slice(-1)) || WORD.test(after)) continue;
    if (isConstructor ? /\bnew\s+\\?$/.test(before) && after.startsWith('(') : isCalledOn(before, typeName, after))
      hits.push({ line: lines.lineNumberOf(at), evidence: 'unclear' });
  }
  return hits;
}

/** Of the type itself, or of a value, which may be of that type. */
function isCalledOn(before: string, typeName: string, after: string): boolean {
  if (before.endsWith(`${typeName}.`) || before.endsWith(`${typeName}::`)) return true;
  return /(?:->|\?->)$/.test(before) && after.startsWith('(');
}
