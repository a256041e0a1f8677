/**
 * Pattern source of what stands between a key and its value: `=`, `:`, `=>`, also percent-encoded, with blanks (colour
 * codes were blanked before) and quotes, escaped ones included: container logs wrap JSON lines in JSON strings.
 */
export const SEPARATOR =
  '(?:[\\\\"\'\\])]|%22){0,4}[ \\t]{0,24}(?:=>|[:=]|%3A|%3D)[ \\t]{0,24}(?:[\\\\"\'({]|%22){0,4}';
