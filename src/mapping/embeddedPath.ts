import { shortText } from './shortText.ts';
import { parseSourceName } from './sourceName.ts';

/**
 * What a source that is in its map alone is called where it is shown: `webpack://shop/./src/cart.ts?a1` as `src/cart.ts`. Segments of
 * letters, digits and what is common in file names, at least one; never absolute, without `.` and `..`.
 */
export function embeddedPath(sourceName: string): string {
  const name = parseSourceName(sourceName);
  const text = name.kind === 'path' ? name.text.replace(/^file:/i, '') : sourceName;
  const segments = shortText(text)
    .split(/[\\/]/)
    .map((segment) => segment.replaceAll(/[^\p{L}\p{M}\p{N} ._@()[\]+~-]/gu, '_').trim())
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
  return segments.length === 0 ? 'source' : segments.join('/');
}
