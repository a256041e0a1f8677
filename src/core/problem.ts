/**
 * Why something could not be done, in words the callers decide on.
 * - `malformed`: the bytes are not what they claim to be
 * - `too-large`, `too-many`: a stated limit was passed
 * - `not-found`: the source was asked and does not have it
 * - `unreachable`: no usable answer (refused, timed out, DNS, TLS)
 * - `unauthorised`: the source wants credentials, or other ones
 * - `refused`: our own gate said no (a path outside the workspace, a redirect)
 * - `unsupported`: understood, but nothing here can read it
 */
export type ProblemCode =
  | 'malformed'
  | 'too-large'
  | 'too-many'
  | 'not-found'
  | 'unreachable'
  | 'unauthorised'
  | 'refused'
  | 'unsupported'
  | 'busy'
  | 'cancelled'
  | 'internal';

/** An expected failure. `message` is a sentence for the user: what happened, to what, what to do. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Any thrown value as a Problem; a stranger becomes `internal` and keeps its stack as the cause. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new Problem('internal', message, { cause: thrown });
}
