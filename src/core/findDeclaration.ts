import { base1, type Base1 } from './position.ts';

/** How a language declares functions, for a look without a parser. */
export type DeclarationStyle =
  /** A keyword right before the name: `def`, `fn`, `fun`, `function`. */
  | { readonly kind: 'keyword'; readonly keywords: readonly string[] }
  /** A type before the name and a list of parameters after it: Java, C#. */
  | { readonly kind: 'typed' };

/** Words that stand before a call, not before a declaration. */
const NOT_TYPES = new Set([
  'return',
  'new',
  'throw',
  'else',
  'await',
  'yield',
  'case',
  'in',
  'and',
  'or',
  'not',
  'if',
  'while',
]);
const WORD_CHARACTER = /[\p{L}\p{N}_$]/u;

/** The lines of a source text that seem to declare the function, in order. The names are untrusted text and are compared, never compiled. */
export function findDeclarations(source: string, functionName: string, style: DeclarationStyle): readonly Base1[] {
  const found: Base1[] = [];
  for (const [index, line] of source.split('\n').entries()) {
    const isDeclared =
      style.kind === 'keyword'
        ? style.keywords.some((keyword) => followsKeyword(line, keyword, functionName))
        : isTypedDeclaration(line, functionName);
    if (isDeclared) found.push(base1(index + 1)!);
  }
  return found;
}

/** `keyword name`, each as a whole word; Kotlin may have a receiver in between (`fun Cart.price`). */
function followsKeyword(line: string, keyword: string, name: string): boolean {
  for (let at = line.indexOf(keyword); at >= 0; at = line.indexOf(keyword, at + 1)) {
    if (isWordAt(line, at - 1) || !/\s/.test(line.charAt(at + keyword.length))) continue;
    const rest = line
      .slice(at + keyword.length)
      .trimStart()
      .replace(/^&\s*/, '')
      .replace(/^<[^<>]*>\s*/, '');
    const declared = /^[^\s(<:{=;]+/.exec(rest)?.[0] ?? '';
    if (declared === name || declared.endsWith(`.${name}`)) return true;
  }
  return false;
}

/** `Type name(` that is no call: a word before it that is no operator, and no semicolon after it. */
function isTypedDeclaration(line: string, name: string): boolean {
  const at = line.indexOf(`${name}(`);
  if (at <= 0 || isWordAt(line, at - 1)) return false;
  const before = line.slice(0, at).trim();
  const word = /[\p{L}\p{N}_$\]>?]+$/u.exec(before)?.[0] ?? '';
  if (word === '' || NOT_TYPES.has(word) || /[=(.!]/.test(before)) return false;
  return !line.trimEnd().endsWith(';') || line.includes('{') || line.includes('=>');
}

function isWordAt(line: string, at: number): boolean {
  return at >= 0 && WORD_CHARACTER.test(line.charAt(at));
}
