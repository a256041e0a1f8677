/** Shown in the place of a value that is not given out. */
export const MASKED = '[masked]';

/** A word of a key that holds one of these is secret: `authToken`, `x-apikey`, `passwordHash`. */
const SECRET_PARTS = [
  'authorization',
  'authorisation',
  'cookie',
  'password',
  'passwd',
  'passphrase',
  'secret',
  'credential',
  'apikey',
  'privatekey',
  'accesskey',
];
/** Words that are secret only as a whole: `tokens` are counted by language models, a `sessionizer` is none. */
const SECRET_WORDS = new Set(['token', 'session', 'sessionid', 'jwt', 'pwd', 'passcode', 'bearer']);
const SECRET_ENDING = 'token';
/** Words that are secret before `key`. */
const KEY_WORDS = new Set(['api', 'private', 'access', 'secret', 'signing', 'encryption', 'ssh', 'account']);

/**
 * Whether an attribute's key says that its value is not for other eyes (security.md T24). Goes by the words between dots, dashes,
 * underscores and capitals, whatever their case: `http.request.header.set-cookie`, `db.password`, `ApiKey`, `session.id`.
 */
export function isSecretKey(key: string): boolean {
  const words = wordsOf(key);
  return words.some(
    (word, index) =>
      SECRET_WORDS.has(word) ||
      word.endsWith(SECRET_ENDING) ||
      SECRET_PARTS.some((part) => word.includes(part)) ||
      ((word === 'key' || word === 'keys') && KEY_WORDS.has(words[index - 1] ?? '')),
  );
}

/** The password between a URL's user and its host: `postgres://app:hunter2@db`. Bounded, so that no text takes long. */
const URL_PASSWORD = /(:\/\/[^\s/:@]{0,200}:)[^\s/@]{1,500}(?=@)/g;

/** Text with the passwords of its URLs replaced, whatever key it stands under. */
export function maskUrlPasswords(text: string): string {
  return text.includes('://') ? text.replace(URL_PASSWORD, `$1${MASKED}`) : text;
}

function wordsOf(key: string): readonly string[] {
  return key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
}
