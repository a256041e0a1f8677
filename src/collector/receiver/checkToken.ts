import { isToken } from './isToken.ts';
import { Refusal } from './refusal.ts';

const BEARER = /^Bearer[ \t]+(?<token>\S+)[ \t]*$/i;

/** Where a token may be shown: the second for senders whose proxy takes Authorization for itself. */
export interface TokenHeaders {
  readonly authorization: readonly string[] | undefined;
  readonly ownHeader: readonly string[] | undefined;
}

/** Throws when a token is wanted and not shown exactly once. */
export function checkToken({ authorization, ownHeader }: TokenHeaders, token: string | undefined): void {
  if (token === undefined) return;
  const shown = [...(authorization ?? []).map((value) => BEARER.exec(value)?.groups?.['token']), ...(ownHeader ?? [])];
  const [only] = shown;
  if (shown.length === 1 && only !== undefined && isToken(only, token)) return;
  throw new Refusal(
    401,
    'token',
    'This receiver wants its token: set OTEL_EXPORTER_OTLP_HEADERS to "authorization=Bearer%20TOKEN" or "x-spanline-token=TOKEN".',
    { 'WWW-Authenticate': 'Bearer' },
  );
}
