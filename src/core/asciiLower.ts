/**
 * Text with A to Z in lower case and all else as it is: what "whatever its case" means in a search, because it can be done to the bytes
 * of UTF-8 in place, one for one.
 */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
