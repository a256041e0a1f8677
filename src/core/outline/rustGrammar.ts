import type { BraceGrammar, Declared } from './braceGrammar.ts';
import { headStart } from './headStart.ts';
import { afterShebang } from './lex.ts';
import { characterAt, type LiteralAt, quoted, runLength } from './literal.ts';
import { type Tokens, WORD } from './tokens.ts';

const MODIFIERS = new Set(['pub', 'async', 'unsafe', 'const', 'extern', 'default']);
const NO_TYPES = new Set(['dyn', 'mut', 'const', 'unsafe']);
/** `b"`, `r#"`, `br"`, `c"`. */
const PREFIXES = ['r', 'br', 'cr', 'b', 'c'];

const literalAt: LiteralAt = (text, at) => {
  switch (text[at]) {
    case '"':
      return quoted(at + 1, '"', { isMultiline: true });
    case "'":
      return characterAt(text, at);
    case 'r':
    case 'b':
    case 'c':
      return prefixedAt(text, at);
    default:
      return undefined;
  }
};

function prefixedAt(text: string, at: number): ReturnType<LiteralAt> {
  const prefix = PREFIXES.find(
    (prefix) => text.startsWith(prefix, at) && '"#'.includes(text[at + prefix.length] ?? ' '),
  );
  if (prefix === undefined) return undefined;
  const hashes = runLength(text, at + prefix.length, '#');
  const open = at + prefix.length + hashes;
  if (text[open] === '"') {
    const isRaw = prefix.endsWith('r');
    return quoted(open + 1, '"', {
      tail: '#'.repeat(hashes),
      escape: isRaw ? 'none' : 'backslash',
      isMultiline: true,
    });
  }
  const name = prefix === 'r' && hashes === 1 ? /^\w*/.exec(text.slice(open, open + 100))![0] : '';
  return name === '' ? undefined : { kind: 'word', end: open + name.length };
}

function declarationAt(tokens: Tokens, index: number): Declared | undefined {
  switch (tokens.word(index)) {
    case 'fn':
      return functionAt(tokens, index);
    case 'trait':
      return tokens.kind(index + 1) === WORD ? typeAt(tokens, index + 1, tokens.word(index + 1)) : undefined;
    case 'impl':
      return startsImplementation(tokens, index) ? typeAt(tokens, index + 1, undefined) : undefined;
    default:
      return undefined;
  }
}

function functionAt(tokens: Tokens, index: number): Declared | undefined {
  const name = index + 1;
  // `fn $name` belongs to a macro.
  if (tokens.kind(name) !== WORD || tokens.word(name).startsWith('$')) return undefined;
  const parameters = tokens.is(name + 1, '<') ? tokens.after(name + 1) : name + 1;
  if (!tokens.is(parameters, '(')) return undefined;
  for (let at = tokens.after(parameters); at < tokens.count; at = tokens.after(at)) {
    if (tokens.is(at, '{')) {
      return { kind: 'function', first: headOf(tokens, index), name, body: at, container: undefined };
    }
    if (ends(tokens, at)) return undefined;
  }
  return undefined;
}

/** Not `impl Trait` as a type. */
function startsImplementation(tokens: Tokens, index: number): boolean {
  const before = ['unsafe', 'default'].includes(tokens.word(index - 1)) ? index - 2 : index - 1;
  return before < 0 || [';', '{', '}', ']'].some((sign) => tokens.is(before, sign));
}

/** `impl<T> fmt::Display for shop::Cart<T> where … {`: the last name of the path before the body or `where`. */
function typeAt(tokens: Tokens, from: number, traitName: string | undefined): Declared | undefined {
  let name: string | undefined;
  let isBound = false;
  for (let at = from; at < tokens.count; at = tokens.after(at)) {
    if (tokens.is(at, '{')) return { kind: 'type', name: traitName ?? name, body: at };
    const word = tokens.word(at);
    if (ends(tokens, at) || word === 'impl' || word === 'trait') return undefined;
    if (word === 'where') isBound = true;
    if (isBound || word === '' || NO_TYPES.has(word) || isLifetime(tokens, at)) continue;
    name = word === 'for' ? undefined : word;
  }
  return undefined;
}

function isLifetime(tokens: Tokens, at: number): boolean {
  return tokens.is(at - 1, "'");
}

function ends(tokens: Tokens, at: number): boolean {
  const isNextFunction = tokens.word(at) === 'fn' && tokens.kind(at + 1) === WORD;
  return isNextFunction || [';', '}', '='].some((sign) => tokens.is(at, sign));
}

/** `extern "C"` has a text among the modifiers. */
function headOf(tokens: Tokens, index: number): number {
  const hasAbi = tokens.word(index - 2) === 'extern';
  return headStart(tokens, hasAbi ? index - 2 : index, MODIFIERS);
}

export const rustGrammar: BraceGrammar = {
  lexRules: { literalAt, hasNestedComments: true, start: afterShebang },
  declarationAt,
  expressionEnds: { atComma: false, atIndentation: false },
  startsStatement: undefined,
};
