const REDACTED = '(secret)';

/**
 * Takes secrets out of a foreign text: as they are, as JSON, percent-encoded and in base64 (security.md T24).
 * For what a server sent; our own sentences hold no secrets, and a one-letter secret would spoil them.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .filter((secret) => secret.length > 0)
    .flatMap(formsOf)
    // A form inside another one would leave the rest of the longer one readable.
    .sort((a, b) => b.length - a.length);
  return forms.reduce((redacted, form) => redacted.replaceAll(form, REDACTED), text);
}

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const percent = percentEncoded(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    percent,
    percent.replaceAll('%20', '+'),
    bytes.toString('base64'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
  ].filter((form) => form.length > 0);
}

/** `encodeURIComponent` that also takes the lone surrogates on which it throws. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
