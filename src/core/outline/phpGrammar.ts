import type { BraceGrammar, Declared } from './braceGrammar.ts';
import { headStart } from './headStart.ts';
import { lineEnd, type Literal, type LiteralAt, quoted } from './literal.ts';
import { DOUBLE_COLON, THIN_ARROW, type Tokens, WORD } from './tokens.ts';

const MODIFIERS = new Set(['public', 'protected', 'private', 'static', 'final', 'abstract', 'readonly']);
const KEYWORDS = new Set(['class', 'trait', 'interface', 'enum', 'function']);
const HEREDOC = /<<<[ \t]*(["']?)([A-Za-z_]\w*)\1\r?\n/y;

const literalAt: LiteralAt = (text, at) => {
  switch (text[at]) {
    case "'":
    case '`':
      return quoted(at + 1, text[at], { isMultiline: true });
    case '"':
      return quoted(at + 1, '"', { isMultiline: true, hole: '{$' });
    case '#':
      return text[at + 1] === '[' ? undefined : commentAt(text, at);
    case '/':
      return text[at + 1] === '/' ? commentAt(text, at) : undefined;
    case '?':
      return text[at + 1] === '>' ? { kind: 'text', end: codeStart(text, at + 2) } : undefined;
    case '<':
      return text.startsWith('<<<', at) ? heredocAt(text, at) : undefined;
    default:
      return undefined;
  }
};

/** A comment of a line ends at `?>` as well. */
function commentAt(text: string, at: number): Literal {
  let end = at;
  while (end < text.length && text[end] !== '\n' && !(text[end] === '?' && text[end + 1] === '>')) end++;
  return { kind: 'skipped', end };
}

/** Up to a line that starts with the name; it may be indented. */
function heredocAt(text: string, at: number): Literal | undefined {
  HEREDOC.lastIndex = at;
  const opening = HEREDOC.exec(text);
  if (!opening) return undefined;
  const name = opening[2]!;
  for (let line = at + opening[0].length; line < text.length; line = lineEnd(text, line) + 1) {
    let start = line;
    while (text[start] === ' ' || text[start] === '\t') start++;
    const end = start + name.length;
    if (text.startsWith(name, start) && !/\w/.test(text[end] ?? '')) return { kind: 'text', end };
  }
  return { kind: 'text', end: text.length };
}

/** After `<?php` or `<?=`; all before is text. */
function codeStart(text: string, from: number): number {
  const open = text.indexOf('<?', from);
  if (open < 0) return text.length;
  return open + (text.startsWith('<?php', open) ? 5 : text.startsWith('<?=', open) ? 3 : 2);
}

function declarationAt(tokens: Tokens, index: number): Declared | undefined {
  const before = tokens.kind(index - 1);
  if (before === THIN_ARROW || before === DOUBLE_COLON) return undefined;
  switch (tokens.word(index)) {
    case 'function':
      return functionAt(tokens, index);
    case 'class':
    case 'trait':
    case 'interface':
    case 'enum':
      return typeAt(tokens, index);
    default:
      return undefined;
  }
}

function functionAt(tokens: Tokens, index: number): Declared | undefined {
  const name = tokens.is(index + 1, '&') ? index + 2 : index + 1;
  if (tokens.kind(name) !== WORD || !tokens.is(name + 1, '(')) return undefined;
  for (let at = tokens.after(name + 1); at < tokens.count; at = tokens.after(at)) {
    if (tokens.is(at, '{')) {
      return { kind: 'function', first: headStart(tokens, index, MODIFIERS), name, body: at, container: undefined };
    }
    if (tokens.is(at, ';')) return { kind: 'signature', first: headStart(tokens, index, MODIFIERS), name };
    const isType = tokens.kind(at) === WORD || [':', '?', '|', '&', '\\', '('].some((sign) => tokens.is(at, sign));
    if (!isType || tokens.word(at) === 'function') return undefined;
  }
  return undefined;
}

function typeAt(tokens: Tokens, index: number): Declared | undefined {
  const isNamed = tokens.kind(index + 1) === WORD && !['extends', 'implements'].includes(tokens.word(index + 1));
  // `new #[Pure] readonly class(…) extends Cart {` has no name.
  if (!isNamed && tokens.word(headStart(tokens, index, MODIFIERS) - 1) !== 'new') return undefined;
  for (let at = isNamed ? index + 2 : index + 1; at < tokens.count; at = tokens.after(at)) {
    if (tokens.is(at, '{')) return { kind: 'type', name: isNamed ? tokens.source(index + 1) : undefined, body: at };
    const isHeader = tokens.kind(at) === WORD || [',', '\\', '(', ':'].some((sign) => tokens.is(at, sign));
    if (!isHeader || KEYWORDS.has(tokens.word(at))) return undefined;
  }
  return undefined;
}

export const phpGrammar: BraceGrammar = {
  lexRules: { literalAt, hasNestedComments: false, start: (text) => codeStart(text, 0) },
  declarationAt,
  expressionEnds: { atComma: false, atIndentation: false },
  startsStatement: undefined,
};
