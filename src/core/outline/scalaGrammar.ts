import type { BraceGrammar, Declared } from './braceGrammar.ts';
import { headStart } from './headStart.ts';
import { backtickedAt } from './kotlinGrammar.ts';
import { afterShebang } from './lex.ts';
import { characterAt, type LiteralAt, quoted } from './literal.ts';
import { FAT_ARROW, type Tokens, WORD } from './tokens.ts';

const MODIFIERS = new Set(
  'private protected override final implicit lazy abstract sealed inline transparent infix open case given'.split(' '),
);
const STOPS = new Set(['def', 'class', 'trait', 'object', 'enum', 'val', 'var', 'type', 'given', 'import']);
const TYPE_GOES_ON = new Set(['extends', 'with', 'derives', 'using']);

const literalAt: LiteralAt = (text, at) => {
  switch (text[at]) {
    case '"': {
      // Only `s"…"` and its like have code inside.
      const hole = /\w/.test(text[at - 1] ?? '') ? '${' : undefined;
      return text.startsWith('"""', at)
        ? quoted(at + 3, '"', { count: 3, escape: 'none', isMultiline: true, hole })
        : quoted(at + 1, '"', { hole });
    }
    case "'":
      return characterAt(text, at);
    case '`':
      return backtickedAt(text, at);
    default:
      return undefined;
  }
};

function declarationAt(tokens: Tokens, index: number): Declared | undefined {
  if (tokens.is(index - 1, '.')) return undefined;
  switch (tokens.word(index)) {
    case 'def':
      return functionAt(tokens, index);
    case 'class':
    case 'trait':
    case 'object':
    case 'enum':
      return tokens.kind(index + 1) === WORD && !STOPS.has(tokens.word(index + 1)) ? typeAt(tokens, index) : undefined;
    default:
      return undefined;
  }
}

/** `def name[T](…)(using …): Type = …`, or `def name(…) {` of Scala 2. */
function functionAt(tokens: Tokens, index: number): Declared | undefined {
  const name = index + 1;
  if (tokens.kind(name) !== WORD) return undefined;
  for (let at = name + 1; at < tokens.count; at = tokens.after(at)) {
    const isRefinement = tokens.is(at, '{') && tokens.is(at - 1, ':');
    if (tokens.is(at, '=') || (tokens.is(at, '{') && !isRefinement)) {
      return { kind: 'function', first: headStart(tokens, index, MODIFIERS), name, body: at, container: undefined };
    }
    if (ends(tokens, at) || (tokens.isFirstOfLine(at) && !goesOnAt(tokens, at))) return undefined;
  }
  return undefined;
}

/** The parameters, the result or an arrow may stand on the next line. */
function goesOnAt(tokens: Tokens, at: number): boolean {
  return (
    tokens.is(at, '(') ||
    tokens.is(at, ':') ||
    tokens.is(at - 1, ':') ||
    tokens.kind(at) === FAT_ARROW ||
    tokens.kind(at - 1) === FAT_ARROW
  );
}

function typeAt(tokens: Tokens, index: number): Declared | undefined {
  const name = tokens.source(index + 1);
  for (let at = index + 2; at < tokens.count; at = tokens.after(at)) {
    // Scala 3 opens a body without braces with a colon at the end of a line.
    const isColon = tokens.is(at, ':') && tokens.isFirstOfLine(at + 1);
    if (isColon || tokens.is(at, '{')) return { kind: 'type', name, body: at };
    if (ends(tokens, at) || tokens.is(at, '=')) return undefined;
    const goesOn = TYPE_GOES_ON.has(tokens.word(at)) || TYPE_GOES_ON.has(tokens.word(at - 1));
    const isList = tokens.is(at, '(') || tokens.is(at, ',') || tokens.is(at - 1, ',');
    if (tokens.isFirstOfLine(at) && !goesOn && !isList) return undefined;
  }
  return undefined;
}

function ends(tokens: Tokens, at: number): boolean {
  return STOPS.has(tokens.word(at)) || [';', '}', ')', ']'].some((sign) => tokens.is(at, sign));
}

export const scalaGrammar: BraceGrammar = {
  lexRules: { literalAt, hasNestedComments: true, start: afterShebang },
  declarationAt,
  expressionEnds: { atComma: false, atIndentation: true },
  startsStatement: undefined,
};
