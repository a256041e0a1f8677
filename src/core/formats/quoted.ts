import { visibleText } from '../visibleText.ts';

/** They are shown in a line. */
const MAX_LENGTH = 300;

/** A server's own words for a sentence of ours: one line, bounded, nothing invisible in it. */
export function quoted(words: string): string {
  const text = visibleText(words.length > MAX_LENGTH ? `${words.slice(0, MAX_LENGTH)}…` : words);
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
