import { visibleText } from '../../src/core/visibleText.ts';

/** Untrusted text for one line, as far as anybody reads: a name may have megabytes. */
export function shortText(text: string, maxLength = 200): string {
  if (text.length <= maxLength) return visibleText(text);
  const isPair = /[\uD800-\uDBFF]/.test(text[maxLength - 1]!);
  return `${visibleText(text.slice(0, isPair ? maxLength - 1 : maxLength))}…`;
}
