import type { Declared } from './braceGrammar.ts';
import { type Tokens, WORD } from './tokens.ts';

const KEYWORDS = new Set(['class', 'interface', 'enum', 'record', 'struct', 'trait']);

/** `class Cart<T> extends Base implements Priced {`, `record struct Price(int Cents) {` of Java, C# and Groovy. */
export function typedType(tokens: Tokens, index: number): Declared | undefined {
  if (!KEYWORDS.has(tokens.word(index)) || tokens.is(index - 1, '.')) return undefined;
  // `where T : class`, and `record class`, where the second word leads to the name.
  const name = index + 1;
  if (tokens.kind(name) !== WORD || KEYWORDS.has(tokens.word(name)) || tokens.word(name) === 'where') return undefined;
  for (let at = name + 1; at < tokens.count; at = tokens.after(at)) {
    if (tokens.is(at, '{')) return { kind: 'type', name: tokens.source(name).replace(/^@/, ''), body: at };
    // A variable may be called `record`.
    const isHeader =
      tokens.kind(at) === WORD || ['<', '(', ',', '.', ':', '@', '[', '?'].some((sign) => tokens.is(at, sign));
    const isNext = KEYWORDS.has(tokens.word(at)) && tokens.kind(at + 1) === WORD && tokens.word(at + 1) !== 'where';
    if (!isHeader || isNext || (at === name + 1 && tokens.is(at, '.'))) return undefined;
  }
  return undefined;
}

/** Whether `{` follows `new Type<…>(…)`, and so opens the body of a type without a name. */
export function followsNew(tokens: Tokens, brace: number): boolean {
  if (!tokens.is(brace - 1, ')')) return false;
  let at = tokens.groupStart(brace - 1) - 1;
  if (tokens.is(at, '>')) at = tokens.groupStart(at) - 1;
  while (tokens.kind(at) === WORD && tokens.is(at - 1, '.')) at -= 2;
  return tokens.kind(at) === WORD && tokens.word(at - 1) === 'new';
}
