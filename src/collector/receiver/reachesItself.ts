import { randomBytes } from 'node:crypto';
import { sendProbe } from './sendProbe.ts';

/** Much longer than a request to oneself takes, also on a busy machine: a wrong no costs a retry. */
const ANSWER_MS = 2000;

/**
 * Whether what is sent to a port of these loopback addresses arrives here. Listening without an error does not say so: macOS and Windows
 * let a server bind 127.0.0.1 while another holds all addresses, or the other way round, and then one of them gets nothing.
 */
export async function reachesItself(
  addresses: readonly string[],
  port: number,
  arrived: ReadonlySet<string>,
): Promise<boolean> {
  const nonces = await Promise.all(
    addresses.map(async (address) => {
      const nonce = randomBytes(16).toString('hex');
      await sendProbe(address === '[::1]' ? '::1' : address, port, nonce, ANSWER_MS);
      return nonce;
    }),
  );
  return nonces.every((nonce) => arrived.has(nonce));
}
