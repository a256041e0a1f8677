/** What a picture of the waterfall is made of. */
const ELEMENTS = /^<\/?(?:svg|g|rect|path|text|circle|title)[\s/>]/;
/** What is left of a tag without its values must not run or load anything, nor quote otherwise than a serializer does. */
const ACTIVE = /["']|[\s/](?:on[a-z]+|(?:xlink:)?href|style|src)\s*=/i;

/**
 * Whether the text is an SVG document of plain shapes and text: no scripts, styles, references or foreign content. The page that
 * drew it is not trusted (security.md T11), and the file is opened by other programs. Serializers write `<` and `>` only around
 * tags, so each tag is looked at by itself.
 */
export function isPlainSvg(text: string): boolean {
  if (!text.startsWith('<svg')) return false;
  for (let at = 0; at >= 0; at = text.indexOf('<', at + 1)) {
    const end = text.indexOf('>', at);
    if (end < 0) return false;
    const tag = text.slice(at, end + 1);
    if (!ELEMENTS.test(tag) || ACTIVE.test(tag.replace(/="[^"]*"/g, '='))) return false;
  }
  return true;
}
