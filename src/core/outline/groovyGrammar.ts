import type { BraceGrammar, Declared, Scope } from './braceGrammar.ts';
import { annotationStart } from './headStart.ts';
import { JAVA_MODIFIERS } from './javaGrammar.ts';
import { afterShebang } from './lex.ts';
import { type LiteralAt, quoted } from './literal.ts';
import { RegexReader } from './regexLiteral.ts';
import type { Tokens } from './tokens.ts';
import { typedDeclaration, type TypedRules } from './typedDeclaration.ts';
import { followsNew, typedType } from './typedType.ts';

const TYPES = new Set('def void var int long short byte char float double boolean'.split(' '));
const RULES: TypedRules = {
  clauses: ['throws'],
  modifiers: JAVA_MODIFIERS,
  // `task clean(type: Delete) {` of a build script calls a method with a closure.
  isType: (word) => TYPES.has(word) || JAVA_MODIFIERS.has(word) || /^\p{Lu}/u.test(word),
  hasLocalFunctions: false,
};

function literalsOf(regexes: RegexReader): LiteralAt {
  return (text, at, before) => {
    const quote = text[at];
    switch (quote) {
      case '"':
      case "'": {
        const hole = quote === '"' ? '${' : undefined;
        return text.startsWith(quote.repeat(3), at)
          ? quoted(at + 3, quote, { count: 3, isMultiline: true, hole })
          : quoted(at + 1, quote, { hole });
      }
      case '$':
        return text[at + 1] === '/' ? quoted(at + 2, '/', { tail: '$', escape: 'none', isMultiline: true }) : undefined;
      case '/':
        return regexes.at(text, at, before);
      default:
        return undefined;
    }
  };
}

function declarationAt(tokens: Tokens, index: number, scope: Scope): Declared | undefined {
  if (!tokens.is(index, '{')) return typedType(tokens, index);
  if (followsNew(tokens, index)) return { kind: 'type', name: undefined, body: index };
  return typedDeclaration(tokens, index, scope, RULES);
}

/** Lines end statements; a declaration goes on after an annotation or a modifier. */
function startsStatement(tokens: Tokens, index: number): boolean {
  if (tokens.is(index, '{') || tokens.is(index, '.') || tokens.word(index) === 'throws') return false;
  if (JAVA_MODIFIERS.has(tokens.word(index - 1))) return false;
  return annotationStart(tokens, index - 1, JAVA_MODIFIERS) === undefined;
}

/** For one text. */
export function groovyGrammar(): BraceGrammar {
  return {
    lexRules: { literalAt: literalsOf(new RegexReader()), hasNestedComments: false, start: afterShebang },
    declarationAt,
    expressionEnds: { atComma: false, atIndentation: false },
    startsStatement,
  };
}
