import { Problem } from '../core/problem.ts';
import { quoted } from './quoted.ts';
import { redact } from './redact.ts';

/**
 * Path and query that a redirect leads to, when it stays on the same origin.
 * @throws {Problem} `refused` for any other target: it must never see the credentials, and the user typed another address
 */
export function redirectTarget(
  location: string | undefined,
  from: URL,
  who: string,
  secrets: readonly string[],
): string {
  const to = location ? urlOf(location, from) : undefined;
  if (!to) throw new Problem('refused', `${who} redirected to nowhere. Check the URL.`);
  // A same-origin target with a user name in it would replace the credentials.
  if (to.origin === from.origin && to.username === '' && to.password === '') return `${to.pathname}${to.search}`;
  const web = to.protocol === 'http:' || to.protocol === 'https:';
  // Without path and query: they hold tokens of sign-on pages.
  const where = quoted(redact(web ? to.origin : `a ${to.protocol} address`, secrets));
  throw new Problem(
    'refused',
    `${who} redirected to ${where}, which was not followed: credentials stay with the address you entered. If that is the right server, set it as the backend's URL; if it is a sign-on page, enter credentials.`,
  );
}

function urlOf(location: string, from: URL): URL | undefined {
  try {
    return new URL(location, from);
  } catch {
    return undefined;
  }
}
