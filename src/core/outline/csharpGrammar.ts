import type { BraceGrammar, Declared, Scope } from './braceGrammar.ts';
import { afterShebang } from './lex.ts';
import { lineEnd, type LiteralAt, quoted, runLength } from './literal.ts';
import { FAT_ARROW, type Tokens } from './tokens.ts';
import { typedDeclaration, typedSignature, type TypedRules } from './typedDeclaration.ts';
import { typedType } from './typedType.ts';

const RULES: TypedRules = {
  clauses: ['where'],
  modifiers: new Set(
    (
      'public protected private internal static sealed abstract virtual override async partial readonly unsafe extern ' +
      'new required file ref'
    ).split(' '),
  ),
  isType: () => true,
  hasLocalFunctions: true,
};
const STRING_START = /[$@]{0,12}"/y;

const literalAt: LiteralAt = (text, at, before) => {
  switch (text[at]) {
    case '"':
    case '$':
      return stringAt(text, at);
    case '@': {
      const string = stringAt(text, at);
      return (
        string ?? (/[\p{L}_]/u.test(text[at + 1] ?? '') ? { kind: 'word', end: wordEnd(text, at + 1) } : undefined)
      );
    }
    case "'":
      return quoted(at + 1, "'");
    case '#':
      return startsLine(at, before) ? { kind: 'skipped', end: lineEnd(text, at) } : undefined;
    default:
      return undefined;
  }
};

function stringAt(text: string, at: number): ReturnType<LiteralAt> {
  STRING_START.lastIndex = at;
  const prefix = STRING_START.exec(text)?.[0].slice(0, -1);
  if (prefix === undefined) return undefined;
  const open = at + prefix.length;
  const count = runLength(text, open, '"');
  // Code inside of raw strings is passed over with them.
  if (count >= 3 && !prefix.includes('@')) {
    return quoted(open + count, '"', { count, escape: 'none', isMultiline: true });
  }
  const hole = prefix.includes('$') ? '{' : undefined;
  return prefix.includes('@')
    ? quoted(open + 1, '"', { escape: 'doubled', isMultiline: true, hole })
    : quoted(open + 1, '"', { hole });
}

function wordEnd(text: string, from: number): number {
  let end = from;
  while (/[\p{L}\p{N}_]/u.test(text[end] ?? '')) end++;
  return end;
}

/** Directives (`#if`, `#region`) have their line to themselves. */
function startsLine(at: number, before: Tokens): boolean {
  const { count, lineStarts } = before;
  return count === 0 || lineStarts.lineOf(at) > before.endLine(count - 1);
}

function declarationAt(tokens: Tokens, index: number, scope: Scope): Declared | undefined {
  if (tokens.is(index, ';')) return typedSignature(tokens, index, scope, RULES);
  const isBody = tokens.is(index, '{') || tokens.kind(index) === FAT_ARROW;
  return isBody ? typedDeclaration(tokens, index, scope, RULES) : typedType(tokens, index);
}

export const csharpGrammar: BraceGrammar = {
  lexRules: { literalAt, hasNestedComments: false, start: afterShebang },
  declarationAt,
  expressionEnds: { atComma: false, atIndentation: false },
  startsStatement: undefined,
};
