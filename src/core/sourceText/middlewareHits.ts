import { functionOutline } from '../outline/functionOutline.ts';
import { toBase1 } from '../position.ts';
import { LineStarts } from '../lineStarts.ts';
import type { LiteralHit } from './literalHit.ts';
import type { ScannedSource } from './scanSource.ts';

/** Functions of well-known packages, and what is called to make them. */
const MADE_BY: ReadonlyMap<string, string> = new Map(
  Object.entries({
    jsonParser: 'json',
    urlencodedParser: 'urlencoded',
    rawParser: 'raw',
    textParser: 'text',
    serveStatic: 'static',
    corsMiddleware: 'cors',
    helmetMiddleware: 'helmet',
    logger: 'morgan',
  }),
);
const USE = /(?:\.|->)\s{0,3}use\s{0,3}\(/g;
const MAX_CHARS = 600;
const WORD = /[A-Za-z_$][\w$]*/g;

/** A quick look. */
export function mayHoldMiddleware(source: string, name: string): boolean {
  return source.includes(name) || (source.includes('use(') && source.includes(MADE_BY.get(name) ?? name));
}

/**
 * Where a function of this name, which requests pass, is declared, or is put in their way: `app.use(requireUser)`, and `app.use(express.json())` for
 * what that returns.
 */
export function middlewareHits({ source, code }: ScannedSource, name: string): readonly LiteralHit[] {
  const maker = MADE_BY.get(name);
  const declared = (functionOutline(source, 'typescriptreact') ?? [])
    .filter((each) => each.name === name)
    .map(({ nameLine }) => ({ line: toBase1(nameLine), evidence: 'made' as const }));
  const lines = new LineStarts(source);
  const used: LiteralHit[] = [];
  for (const { index, 0: call } of code.matchAll(USE)) {
    const inside = argumentsFrom(code, index + call.length);
    for (const { 0: word, index: at } of inside.matchAll(WORD)) {
      const isCalled = /^\s{0,3}\(/.test(inside.slice(at + word.length, at + word.length + 5));
      const isIt = isCalled ? word === maker || (maker === undefined && word === name) : word === name;
      if (isIt) used.push({ line: lines.lineNumberOf(index + call.length + at), evidence: 'function' });
    }
  }
  return [...declared, ...used];
}

/** Up to the bracket that closes them; the bodies of functions written there are no arguments. */
function argumentsFrom(code: string, from: number): string {
  let depth = 1;
  let text = '';
  let braces = 0;
  for (let at = from; at < Math.min(code.length, from + MAX_CHARS) && depth > 0; at++) {
    const char = code.charAt(at);
    if (char === '{') braces++;
    else if (char === '}') braces--;
    else if (char === '(') depth++;
    else if (char === ')') depth--;
    text += braces > 0 ? ' ' : char;
  }
  return text;
}
