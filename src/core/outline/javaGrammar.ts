import type { BraceGrammar, Declared, Scope } from './braceGrammar.ts';
import { afterShebang } from './lex.ts';
import { type LiteralAt, quoted } from './literal.ts';
import { type Tokens, WORD } from './tokens.ts';
import { typedDeclaration, typedSignature, type TypedRules } from './typedDeclaration.ts';
import { followsNew, typedType } from './typedType.ts';

export const JAVA_MODIFIERS: ReadonlySet<string> = new Set(
  'public protected private static final abstract synchronized native default strictfp sealed'.split(' '),
);

const RULES: TypedRules = {
  clauses: ['throws'],
  modifiers: JAVA_MODIFIERS,
  isType: () => true,
  hasLocalFunctions: false,
};

const literalAt: LiteralAt = (text, at) => {
  switch (text[at]) {
    case '"':
      return text.startsWith('"""', at) ? quoted(at + 3, '"', { count: 3, isMultiline: true }) : quoted(at + 1, '"');
    case "'":
      return quoted(at + 1, "'");
    default:
      return undefined;
  }
};

function declarationAt(tokens: Tokens, index: number, scope: Scope): Declared | undefined {
  if (tokens.is(index, ';')) return typedSignature(tokens, index, scope, RULES);
  if (!tokens.is(index, '{')) return typedType(tokens, index);
  if (followsNew(tokens, index)) return { kind: 'type', name: undefined, body: index };
  const method = typedDeclaration(tokens, index, scope, RULES) ?? compactConstructor(tokens, index, scope);
  return method ?? (isEnumConstant(tokens, index, scope) ? { kind: 'type', name: undefined, body: index } : undefined);
}

/** `record Price(int cents) { Price { … } }` */
function compactConstructor(tokens: Tokens, brace: number, scope: Scope): Declared | undefined {
  const name = brace - 1;
  if (scope.place !== 'type' || scope.typeName === undefined || tokens.word(name) !== scope.typeName) return undefined;
  return { kind: 'function', first: scope.statementStart, name, body: brace, container: undefined };
}

/** `A(1) { … }` or `A { … }` right inside of an enum has methods of its own. */
function isEnumConstant(tokens: Tokens, brace: number, scope: Scope): boolean {
  if (scope.place !== 'type' || scope.isStatementSpent || brace === scope.statementStart) return false;
  if (tokens.is(brace - 1, ')')) return true;
  return tokens.kind(brace - 1) === WORD && !JAVA_MODIFIERS.has(tokens.word(brace - 1));
}

export const javaGrammar: BraceGrammar = {
  lexRules: { literalAt, hasNestedComments: false, start: afterShebang },
  declarationAt,
  expressionEnds: { atComma: false, atIndentation: false },
  startsStatement: undefined,
};
