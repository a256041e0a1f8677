import type { BraceGrammar, Declared, Scope } from './braceGrammar.ts';
import { headStart } from './headStart.ts';
import { afterShebang } from './lex.ts';
import { characterAt, type Literal, type LiteralAt, quoted } from './literal.ts';
import { DOUBLE_COLON, THIN_ARROW, type Tokens, WORD } from './tokens.ts';

const MODIFIERS = new Set(
  (
    'public private protected internal open abstract final override suspend inline tailrec operator infix external ' +
    'expect actual const noinline crossinline lateinit data sealed inner enum annotation value vararg companion'
  ).split(' '),
);
const STOPS = new Set(['fun', 'class', 'interface', 'object', 'val', 'var', 'typealias', 'init']);
/** Signs that a type or a header goes on after, or with. */
const GO_ON = [',', ':', '&', '.'];

const literalAt: LiteralAt = (text, at) => {
  switch (text[at]) {
    case '"':
      return text.startsWith('"""', at)
        ? quoted(at + 3, '"', { count: 3, escape: 'none', isMultiline: true, hole: '${' })
        : quoted(at + 1, '"', { hole: '${' });
    case "'":
      return characterAt(text, at);
    case '`':
      return backtickedAt(text, at);
    default:
      return undefined;
  }
};

/** A name in backticks. */
export function backtickedAt(text: string, at: number): Literal {
  let end = at + 1;
  while (end < text.length && text[end] !== '`' && text[end] !== '\n') end++;
  return text[end] === '`' ? { kind: 'word', end: end + 1 } : { kind: 'skipped', end };
}

function declarationAt(tokens: Tokens, index: number, scope: Scope): Declared | undefined {
  switch (tokens.word(index)) {
    case 'fun':
      return functionAt(tokens, index, scope);
    case 'constructor':
      return scope.place === 'type' ? constructorAt(tokens, index) : undefined;
    case 'class':
    case 'interface':
    case 'object':
      return typeAt(tokens, index);
    default:
      return undefined;
  }
}

/** `fun <T> Receiver<T>.name(…): Type`; a function without a name has its parameters right after the keyword. */
function functionAt(tokens: Tokens, index: number, scope: Scope): Declared | undefined {
  let parameters = tokens.is(index + 1, '<') ? tokens.after(index + 1) : index + 1;
  while (!tokens.is(parameters, '(') || tokens.is(tokens.after(parameters), '.')) {
    const isName =
      tokens.kind(parameters) === WORD || ['.', '?', '<', '@', '('].some((sign) => tokens.is(parameters, sign));
    if (!isName || STOPS.has(tokens.word(parameters))) return undefined;
    parameters = tokens.after(parameters);
  }
  const name = parameters - 1;
  if (name <= index || tokens.kind(name) !== WORD) return undefined;
  const body = bodyAfter(tokens, tokens.after(parameters), 'function');
  const first = headStart(tokens, index, MODIFIERS);
  if (body !== undefined) return { kind: 'function', first, name, body, container: undefined };
  return scope.place === 'type' ? { kind: 'signature', first, name } : undefined;
}

/** A secondary constructor starts its statement; a primary one follows the name of its class. */
function constructorAt(tokens: Tokens, index: number): Declared | undefined {
  const first = headStart(tokens, index, MODIFIERS);
  const isStatement = tokens.isFirstOfLine(first) || ['{', '}', ';'].some((sign) => tokens.is(first - 1, sign));
  if (!isStatement || !tokens.is(index + 1, '(')) return undefined;
  const body = bodyAfter(tokens, tokens.after(index + 1), 'constructor');
  return body === undefined ? undefined : { kind: 'function', first, name: index, body, container: undefined };
}

function typeAt(tokens: Tokens, index: number): Declared | undefined {
  // `Cart::class`
  if (tokens.kind(index - 1) === DOUBLE_COLON || tokens.is(index - 1, '.')) return undefined;
  const isNamed = tokens.kind(index + 1) === WORD && !STOPS.has(tokens.word(index + 1));
  if (!isNamed && tokens.word(index) !== 'object') return undefined;
  const isCompanion = tokens.word(index - 1) === 'companion';
  const name = isNamed ? tokens.source(index + 1) : isCompanion ? 'Companion' : undefined;
  const body = bodyAfter(tokens, isNamed ? index + 2 : index + 1, 'type');
  return body === undefined ? undefined : { kind: 'type', name, body };
}

/** The rest of a header: it goes on over a line's end only where a sign says so. */
function bodyAfter(tokens: Tokens, from: number, of: 'function' | 'constructor' | 'type'): number | undefined {
  for (let at = from; at < tokens.count; at = tokens.after(at)) {
    if (tokens.is(at, '{')) return at;
    if (tokens.is(at, '=')) return of === 'function' ? at : undefined;
    if (tokens.word(at) === 'constructor' && of !== 'type') return undefined;
    if (STOPS.has(tokens.word(at)) || [';', '}', ')', ']'].some((sign) => tokens.is(at, sign))) {
      return undefined;
    }
    if (tokens.isFirstOfLine(at) && !goesOnAt(tokens, at)) return undefined;
  }
  return undefined;
}

function goesOnAt(tokens: Tokens, at: number): boolean {
  if (['where', 'constructor', 'by'].includes(tokens.word(at)) || tokens.kind(at) === THIN_ARROW) return true;
  if (tokens.word(at - 1) === 'where' || tokens.kind(at - 1) === THIN_ARROW) return true;
  return GO_ON.some((sign) => tokens.is(at, sign) || tokens.is(at - 1, sign));
}

export const kotlinGrammar: BraceGrammar = {
  lexRules: { literalAt, hasNestedComments: true, start: afterShebang },
  declarationAt,
  expressionEnds: { atComma: false, atIndentation: true },
  startsStatement: undefined,
};
