import { FAT_ARROW, type Tokens, WORD } from './tokens.ts';

/** Words of types that another type follows. */
const TYPE_FOLLOWS = new Set(['is', 'extends', 'keyof', 'typeof', 'readonly', 'infer', 'unique', 'asserts']);
const ENDS = [';', '}', ')', '=', ':', ','];
const ENDING_WORDS = new Set(['function', 'const', 'let', 'var']);
const SIGNS = ['|', '&'];

/** The `{` after `<T>(…): Type`, from the angles or the round bracket on. */
export function bodyAfterParameters(tokens: Tokens, from: number): number | undefined {
  const end = afterParameters(tokens, from);
  if (end === undefined || tokens.is(end, '{')) return end;
  return tokens.is(end, ':') ? afterType(tokens, end + 1, (at) => tokens.is(at, '{')) : undefined;
}

/** The `=>` after `<T>(…): Type` or `name`. */
export function arrowAfterParameters(tokens: Tokens, from: number): number | undefined {
  const end = tokens.kind(from) === WORD ? from + 1 : afterParameters(tokens, from);
  if (end === undefined || tokens.kind(end) === FAT_ARROW) return end;
  return tokens.is(end, ':') ? afterType(tokens, end + 1, (at) => tokens.kind(at) === FAT_ARROW) : undefined;
}

function afterParameters(tokens: Tokens, from: number): number | undefined {
  const opener = tokens.is(from, '<') ? tokens.after(from) : from;
  return tokens.is(opener, '(') ? tokens.after(opener) : undefined;
}

/** The first token after a type that ends it; undefined where the statement ends before. */
export function afterType(tokens: Tokens, from: number, isEnd: (at: number) => boolean): number | undefined {
  for (let at = from; at < tokens.count; at = tokens.after(at)) {
    const expectsType = at === from || followsInType(tokens, at - 1);
    // The arrow of a type of functions follows its parameters at once: `(a: A) => B`.
    const isArrowOfType = tokens.kind(at) === FAT_ARROW && tokens.is(at - 1, ')') && opensType(tokens, at - 1, from);
    if (!expectsType && !isArrowOfType && isEnd(at)) return at;
    // A colon or a list of parameters may be the next declaration's: to go on would look at each of them again and again.
    if (ENDS.some((sign) => tokens.is(at, sign)) || ENDING_WORDS.has(tokens.word(at))) return undefined;
    if (tokens.is(at, '(') && !expectsType) return undefined;
    if (tokens.isFirstOfLine(at) && !expectsType && !SIGNS.some((sign) => tokens.is(at, sign))) return undefined;
  }
  return undefined;
}

function followsInType(tokens: Tokens, before: number): boolean {
  if (tokens.kind(before) === FAT_ARROW || TYPE_FOLLOWS.has(tokens.word(before))) return true;
  return SIGNS.some((sign) => tokens.is(before, sign));
}

/** Whether the round brackets that end here are where a type is expected, and so its parameters. */
function opensType(tokens: Tokens, closer: number, from: number): boolean {
  const opener = tokens.groupStart(closer);
  return opener === from || followsInType(tokens, opener - 1) || tokens.is(opener - 1, '>');
}
