/*
 * Characters that draw nothing or reorder what is around them: C0 and C1 controls, soft hyphen, Arabic letter mark, zero width and
 * bidi marks, isolates and overrides, line and paragraph separators, the BOM, interlinear marks, lone surrogates, tag characters.
 * https://trojansource.codes: a span named with them reads as another one.
 */
const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}|[\u{e0000}-\u{e007f}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Untrusted text with every such character as a visible escape, for one line. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) => SHORT[character] ?? escapeOf(character));
}

/** Like {@link visibleText} for text shown over several lines: line feeds and tabs stay. */
export function visibleLines(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(INVISIBLE, (character) =>
      character === '\n' || character === '\t' ? character : (SHORT[character] ?? escapeOf(character)),
    );
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0)!;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
