import { base1, type Base1 } from './position.ts';
import type { NamedDeclaration } from './qualifiedName.ts';

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

/**
 * The lines of a source text that seem to declare the function, in order; below the line that declares its type when there is one.
 * The names are untrusted text and are compared, never compiled.
 */
export function findDeclarations(
  source: string,
  { functionName, typeName, style }: NamedDeclaration,
): readonly Base1[] {
  const found: Base1[] = [];
  let inType = typeName === undefined;
  for (const [index, line] of source.split('\n').entries()) {
    if (!inType && declaresType(line, typeName!)) inType = true;
    const isDeclared =
      style.kind === 'keyword'
        ? style.keywords.some((keyword) => followsKeyword(line, keyword, functionName))
        : isTypedDeclaration(line, functionName);
    if (inType && isDeclared) found.push(base1(index + 1)!);
  }
  return found;
}

function declaresType(line: string, name: string): boolean {
  return ['class', 'interface', 'enum', 'record', 'object', 'struct', 'trait'].some((keyword) =>
    followsKeyword(line, keyword, name),
  );
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
