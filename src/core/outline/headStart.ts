import { DOUBLE_COLON, type Tokens, WORD } from './tokens.ts';

/** The first token of the modifiers, annotations and attributes that stand right before the token. */
export function headStart(tokens: Tokens, index: number, modifiers: ReadonlySet<string>): number {
  let first = index;
  for (;;) {
    const before = first - 1;
    const start = modifiers.has(tokens.word(before)) ? before : annotationStart(tokens, before, modifiers);
    if (start === undefined) return first;
    first = start;
  }
}

/** The start of the annotation that ends at the token: `@a.b.C(…)`, `@[A B]`, `#[a]`, `pub(crate)`, `private[shop]`. */
export function annotationStart(tokens: Tokens, last: number, modifiers: ReadonlySet<string>): number | undefined {
  const isGroup = tokens.is(last, ')') || tokens.is(last, ']');
  const opener = isGroup ? tokens.groupStart(last) : undefined;
  if (opener === last) return undefined;
  if (opener !== undefined && modifiers.has(tokens.word(opener - 1))) return opener - 1;
  if (tokens.is(last, ']')) {
    return tokens.is(opener! - 1, '#') || tokens.is(opener! - 1, '@') ? opener! - 1 : undefined;
  }
  let at = opener === undefined ? last : opener - 1;
  if (tokens.is(at, '>')) at = tokens.groupStart(at) - 1;
  while (tokens.kind(at) === WORD) {
    if (tokens.is(at - 1, '@')) return at - 1;
    const isPath = tokens.is(at - 1, '.') || tokens.is(at - 1, ':') || tokens.kind(at - 1) === DOUBLE_COLON;
    if (!isPath) return undefined;
    at -= 2;
  }
  return undefined;
}
