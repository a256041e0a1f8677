/** Untrusted text may be 64 kB long; the end of a path says most. */
const MAX_CHARS = 160;

/** A text for a sentence, its end if it is long. */
export function shortText(text: string): string {
  return text.length <= MAX_CHARS ? text : `…${text.slice(-MAX_CHARS)}`;
}
