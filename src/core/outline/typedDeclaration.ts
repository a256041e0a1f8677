import type { Declared, Scope } from './braceGrammar.ts';
import { TEXT, type Tokens, WORD } from './tokens.ts';

/** Words that stand before `(` or before a call, not before a declared name. */
const NO_NAMES = new Set(
  (
    'if for foreach while do switch catch synchronized using lock fixed when return new throw else await yield case ' +
    'in is as and or not try finally assert default instanceof with from where select checked unchecked var super this base operator'
  ).split(' '),
);

/** How a language with types before names differs from the others. */
export interface TypedRules {
  /** Words that may follow the parameters: `throws`, `where`. */
  readonly clauses: readonly string[];
  readonly modifiers: ReadonlySet<string>;
  /** Whether the word before a name may be its type. */
  readonly isType: (word: string) => boolean;
  /** Whether functions may be inside of functions. */
  readonly hasLocalFunctions: boolean;
}

/** The method or constructor whose body starts at the index, if the statement up to it declares one. */
export function typedDeclaration(tokens: Tokens, body: number, scope: Scope, rules: TypedRules): Declared | undefined {
  const isHere =
    scope.place === 'type' || scope.place === 'file' || (rules.hasLocalFunctions && scope.place === 'block');
  if (!isHere || scope.isStatementSpent) return undefined;
  const first = scope.statementStart;
  const parameters = parametersAt(tokens, first, body, rules.modifiers);
  if (parameters === undefined) return undefined;
  const name = beforeAngles(tokens, parameters - 1);
  const isName = tokens.kind(name) === WORD ? !NO_NAMES.has(tokens.word(name)) : tokens.kind(name) === TEXT;
  if (!isName || !endsAt(tokens, tokens.after(parameters), body, rules.clauses)) return undefined;
  // A finalizer in C#.
  if (tokens.is(name - 1, '~')) return undefined;
  const isConstructor = scope.place === 'type' && scope.typeName !== undefined && tokens.word(name) === scope.typeName;
  if (!isConstructor && !hasType(tokens, first, name, rules)) return undefined;
  return { kind: 'function', first, name, body, container: undefined };
}

/** The method of a type that ends here without a body. */
export function typedSignature(tokens: Tokens, end: number, scope: Scope, rules: TypedRules): Declared | undefined {
  const declared = scope.place === 'type' ? typedDeclaration(tokens, end, scope, rules) : undefined;
  if (declared?.kind !== 'function' || isDelegate(tokens, declared.first, declared.name)) return undefined;
  return { kind: 'signature', first: declared.first, name: declared.name };
}

/** `delegate int Price(int cents);` names a type. */
function isDelegate(tokens: Tokens, first: number, name: number): boolean {
  for (let at = first; at < name; at = tokens.after(at)) if (tokens.word(at) === 'delegate') return true;
  return false;
}

/** The first round bracket after a name; not those of annotations, and not tuples. */
function parametersAt(tokens: Tokens, first: number, body: number, modifiers: ReadonlySet<string>): number | undefined {
  for (let at = first; at < body; at = tokens.after(at)) {
    if (tokens.is(at, '@') && tokens.word(at + 1) !== 'interface') {
      at++;
      while (tokens.is(at + 1, '.')) at += 2;
      if (tokens.is(at + 1, '(')) at++;
    } else if (tokens.is(at, '(') && at > first) {
      const name = beforeAngles(tokens, at - 1);
      const isNamed = tokens.kind(name) === WORD || tokens.kind(name) === TEXT;
      if (isNamed && name >= first && !modifiers.has(tokens.word(name))) return at;
    }
  }
  return undefined;
}

/** `name` of `name<T>`. */
function beforeAngles(tokens: Tokens, last: number): number {
  return tokens.is(last, '>') ? tokens.groupStart(last) - 1 : last;
}

/** `throws A, B`, `where T : new()`, `: base(a)`. */
function endsAt(tokens: Tokens, from: number, body: number, clauses: readonly string[]): boolean {
  if (from === body || clauses.includes(tokens.word(from))) return true;
  return tokens.is(from, ':') && ['base', 'this'].includes(tokens.word(from + 1)) && tokens.after(from + 2) <= body;
}

function hasType(tokens: Tokens, first: number, name: number, rules: TypedRules): boolean {
  let at = name;
  // `void IShop.Price()`
  while (at - 2 > first && tokens.is(at - 1, '.')) at = beforeAngles(tokens, at - 2);
  const type = at - 1;
  if (type < first) return false;
  const word = tokens.word(type);
  if (word !== '') return !NO_NAMES.has(word) && rules.isType(word);
  return ['>', ']', '?', ')', '*'].some((sign) => tokens.is(type, sign));
}
