import type { BraceGrammar, Declared, Scope } from './braceGrammar.ts';
import { boundFunction, isTypeAlias } from './ecmaScriptBinding.ts';
import { bodyAfterParameters } from './ecmaScriptBody.ts';
import { headStart } from './headStart.ts';
import { afterShebang } from './lex.ts';
import { type LiteralAt, quoted } from './literal.ts';
import { RegexReader } from './regexLiteral.ts';
import { OPERATOR, TEXT, type Tokens, WORD } from './tokens.ts';

const MODIFIERS = new Set(
  (
    'export default async static public private protected readonly override abstract declare accessor get set const ' +
    'let var'
  ).split(' '),
);
/** What stands before an object literal, and not before a block or a type. */
const BEFORE_OBJECT = ['=', '(', '[', ',', '?'];
const WORDS_BEFORE_OBJECT = new Set(['return', 'default', 'yield', 'await']);

function literalsOf(regexes: RegexReader): LiteralAt {
  return (text, at, before) => {
    switch (text[at]) {
      case '"':
      case "'":
        return quoted(at + 1, text[at]);
      case '`':
        return quoted(at + 1, '`', { isMultiline: true, hole: '${' });
      case '/':
        return regexes.at(text, at, before);
      default:
        return undefined;
    }
  };
}

function declarationAt(tokens: Tokens, index: number, scope: Scope): Declared | undefined {
  if (tokens.is(index, '{')) return startsObject(tokens, index, scope) ? { kind: 'object', body: index } : undefined;
  if (tokens.is(index - 1, '.')) return undefined;
  const isMember = scope.place === 'type' || scope.place === 'object';
  const found =
    (isMember ? methodAt(tokens, index) : undefined) ??
    boundFunction(tokens, index, scope) ??
    functionAt(tokens, index);
  if (!found) return tokens.word(index) === 'class' ? classAt(tokens, index) : undefined;
  return { kind: 'function', ...found, first: headOf(tokens, found.first), container: undefined };
}

/** `*` and `#` belong to a name. */
function headOf(tokens: Tokens, index: number): number {
  const isSigned = tokens.is(index - 1, '*') || tokens.is(index - 1, '#');
  return headStart(tokens, isSigned ? index - 1 : index, MODIFIERS);
}

function functionAt(tokens: Tokens, index: number): { first: number; name: number; body: number } | undefined {
  if (tokens.word(index) !== 'function') return undefined;
  const name = tokens.is(index + 1, '*') ? index + 2 : index + 1;
  const body = tokens.kind(name) === WORD ? bodyAfterParameters(tokens, name + 1) : undefined;
  return body === undefined ? undefined : { first: index, name, body };
}

/** `name(…) {` right inside of a class or an object literal. */
function methodAt(tokens: Tokens, index: number): { first: number; name: number; body: number } | undefined {
  const isName = tokens.kind(index) === WORD || tokens.kind(index) === TEXT;
  if (!isName || !(tokens.is(index + 1, '(') || tokens.is(index + 1, '<')) || tokens.word(index) === 'function') {
    return undefined;
  }
  const before = tokens.word(index - 1);
  if (before === 'function' || before === 'new' || tokens.is(index - 1, '@') || tokens.is(index - 1, '=')) {
    return undefined;
  }
  const body = bodyAfterParameters(tokens, index + 1);
  return body === undefined ? undefined : { first: index, name: index, body };
}

function classAt(tokens: Tokens, index: number): Declared | undefined {
  const own = tokens.kind(index + 1) === WORD && !['extends', 'implements'].includes(tokens.word(index + 1));
  const bound = tokens.is(index - 1, '=') ? tokens.word(index - 2) : '';
  const name = own ? tokens.source(index + 1) : bound;
  for (let at = index + 1; at < tokens.count; at = tokens.after(at)) {
    if (tokens.is(at, '{')) return { kind: 'type', name: name === '' ? undefined : name, body: at };
    if ([';', '}', ')', ':', '='].some((sign) => tokens.is(at, sign)) || tokens.word(at) === 'class') return undefined;
  }
  return undefined;
}

function startsObject(tokens: Tokens, brace: number, scope: Scope): boolean {
  const before = brace - 1;
  if (tokens.is(before, ':')) return scope.place === 'object';
  if (tokens.is(before, '=') && isTypeAlias(tokens, before)) return false;
  if (tokens.kind(before) === OPERATOR || WORDS_BEFORE_OBJECT.has(tokens.word(before))) return true;
  return BEFORE_OBJECT.some((sign) => tokens.is(before, sign));
}

/** For one text: JavaScript and TypeScript, with JSX as far as it has the signs of code. */
export function ecmaScriptGrammar(): BraceGrammar {
  return {
    lexRules: { literalAt: literalsOf(new RegexReader()), hasNestedComments: false, start: afterShebang },
    declarationAt,
    expressionEnds: { atComma: true, atIndentation: true },
    startsStatement: undefined,
  };
}
