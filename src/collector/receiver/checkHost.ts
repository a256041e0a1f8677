import { isHost } from './isHost.ts';
import { isOwnHost } from './isOwnHost.ts';
import { Refusal } from './refusal.ts';

/**
 * Throws unless the request has one Host header and that is ours. 400 for none or several is RFC 9112 3.2.
 * @param anyName whether other machines may send: they have names for us that we do not know, and the token keeps rebound names out
 */
export function checkHost(hosts: readonly string[] | undefined, anyName = false): void {
  const [host, ...others] = hosts ?? [];
  if (host === undefined || others.length > 0) throw new Refusal(400, 'host', 'The request must have one Host header.');
  if (anyName ? !isHost(host) : !isOwnHost(host))
    throw new Refusal(
      421,
      'host',
      'This receiver answers to localhost only: send to http://localhost, http://127.0.0.1, http://[::1] or http://host.docker.internal.',
    );
}
