import { isIP } from 'node:net';
import { Problem } from '../../core/problem.ts';
import type { ReceiverOptions } from './receiverOptions.ts';

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1'];
/** 16 characters of a random token are 64 bits or more, beyond guessing over a network. */
const MIN_TOKEN_CHARACTERS = 16;

/**
 * The addresses to listen on: both loopback addresses unless an option says otherwise. Throws a Problem when other machines could send
 * without a token (security.md T4).
 */
export function hostsToListenOn({ host, token }: Pick<ReceiverOptions, 'host' | 'token'>): readonly string[] {
  if (token !== undefined && token.length < MIN_TOKEN_CHARACTERS)
    throw new Problem(
      'unsupported',
      `The receiver's token is too short: use ${MIN_TOKEN_CHARACTERS} or more random characters.`,
    );
  if (host === undefined || host === '' || host === 'localhost') return LOOPBACK;
  // A name could mean another address tomorrow.
  if (isIP(host) === 0) throw new Problem('unsupported', `${JSON.stringify(host)} is no IP address to listen on.`);
  if (!isLoopbackAddress(host) && token === undefined)
    throw new Problem(
      'unsupported',
      `Listening on ${host} lets other machines send, so the receiver needs a token. Set one, or listen on localhost.`,
    );
  return [host];
}

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}
