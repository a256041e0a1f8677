import type { Literal } from './literal.ts';
import { FAT_ARROW, TEXT, type Tokens, WORD } from './tokens.ts';

/** Words that a value follows. */
const BEFORE_VALUE = new Set(
  'return typeof case in of delete void throw new do else await yield instanceof'.split(' '),
);

/** Reads `/…/` between slashes as text. A reader belongs to one text: it remembers which line has no further one. */
export class RegexReader {
  #noneBefore = 0;

  at(text: string, at: number, before: Tokens): Literal | undefined {
    const next = text[at + 1];
    const isOther = next === '/' || next === '*' || next === '>' || at < this.#noneBefore || !mayStart(before);
    return isOther ? undefined : this.#read(text, at);
  }

  #read(text: string, from: number): Literal | undefined {
    let isInClass = false;
    let at = from + 1;
    for (; at < text.length && text[at] !== '\n'; at++) {
      if (text[at] === '\\') at++;
      else if (text[at] === '[') isInClass = true;
      else if (text[at] === ']') isInClass = false;
      else if (text[at] === '/' && !isInClass) return { kind: 'text', end: at + 1 };
    }
    this.#noneBefore = at;
    return undefined;
  }
}

function mayStart(before: Tokens): boolean {
  const last = before.count - 1;
  const kind = before.kind(last);
  if (kind === WORD) return BEFORE_VALUE.has(before.word(last));
  // `</div>` is no expression.
  return kind === 0 || kind === FAT_ARROW || (kind !== TEXT && !')]<'.includes(String.fromCharCode(kind)));
}
