import type { BraceGrammar, Declared } from './braceGrammar.ts';
import { quoted, type LiteralAt } from './literal.ts';
import { type Tokens, WORD } from './tokens.ts';

const literalAt: LiteralAt = (text, at) => {
  switch (text[at]) {
    case '"':
    case "'":
      return quoted(at + 1, text[at]);
    case '`':
      return quoted(at + 1, '`', { escape: 'none', isMultiline: true });
    default:
      return undefined;
  }
};

/** Functions with names are all outside of others. Function literals have none. */
function declarationAt(tokens: Tokens, index: number): Declared | undefined {
  if (!tokens.isFirstOfLine(index) || tokens.word(index) !== 'func') return undefined;
  const hasReceiver = tokens.is(index + 1, '(');
  const name = hasReceiver ? tokens.after(index + 1) : index + 1;
  if (tokens.kind(name) !== WORD) return undefined;
  const parameters = tokens.is(name + 1, '[') ? tokens.after(name + 1) : name + 1;
  if (!tokens.is(parameters, '(')) return undefined;
  const body = bodyAfter(tokens, tokens.after(parameters));
  if (body === undefined) return undefined;
  const container = hasReceiver ? receiverType(tokens, index + 1) : undefined;
  return { kind: 'function', first: index, name, body, container };
}

/** `(c *Cart[K, V])` */
function receiverType(tokens: Tokens, opener: number): string | undefined {
  let type: string | undefined;
  const end = tokens.after(opener) - 1;
  for (let at = opener + 1; at < end; at = tokens.after(at)) type = tokens.word(at) || type;
  return type;
}

/** The results end with their line, unless a bracket is open. */
function bodyAfter(tokens: Tokens, from: number): number | undefined {
  for (let at = from; at < tokens.count && !tokens.isFirstOfLine(at); at = tokens.after(at)) {
    const isType = ['interface', 'struct'].includes(tokens.word(at - 1));
    if (tokens.is(at, '{') && !isType) return at;
    if (tokens.is(at, ';') || tokens.is(at, '}')) return undefined;
  }
  return undefined;
}

export const goGrammar: BraceGrammar = {
  lexRules: { literalAt, hasNestedComments: false, start: () => 0 },
  declarationAt,
  expressionEnds: { atComma: false, atIndentation: false },
  startsStatement: undefined,
};
