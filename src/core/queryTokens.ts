/** A stretch without a space outside of quotes. */
export class QueryToken {
  excluded = false;
  /** Where it stands in the text that was typed, a sign before it included. */
  readonly start: number;
  /** Without its quotes. */
  text = '';
  /** As typed. */
  raw = '';
  /** Whether a quote was opened and not closed. */
  open = false;
  /** For each unit of {@link text}, whether it stood in quotes and means itself. */
  readonly literal: boolean[] = [];
  /** Whether a pair of quotes with nothing in it ends the text, and so says that it is to be empty. */
  emptyAtEnd = false;

  constructor(start: number) {
    this.start = start;
  }

  add(char: string, literal: boolean): void {
    this.text += char;
    this.literal.push(literal);
    this.emptyAtEnd = false;
  }

  isLiteral(from = 0, to = this.text.length): boolean {
    return this.literal.slice(from, to).includes(true);
  }
}

/** Splits at white space outside of quotes, so that every stretch is one condition. */
export function queryTokens(text: string): readonly QueryToken[] {
  const tokens: QueryToken[] = [];
  let token: QueryToken | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (!token?.open && /\s/.test(char)) {
      token = undefined;
      continue;
    }
    if (!token) tokens.push((token = new QueryToken(at)));
    token.raw += char;
    if (char === '"') {
      token.emptyAtEnd = token.open && !token.literal.at(-1);
      token.open = !token.open;
    } else if (token.open && char === '\\' && text[at + 1] === '"') {
      token.raw += text[++at]!;
      token.add('"', true);
    } else if (token.raw === '-') token.excluded = true;
    else token.add(char, token.open);
  }
  return tokens;
}
