import { randomBytes } from 'node:crypto';
import { isProof } from './portProbe.ts';
import { sendProbe } from './sendProbe.ts';

const ANSWER_MS = 500;

/**
 * Whether a Spanline receiver answers on a loopback port, another window's or one about to end after a reload: `same-store` when it proves
 * to write to the store with this key, so that what it receives is seen here too; `spanline` when it only says to be one.
 */
export async function isSpanline(port: number, key: Uint8Array | undefined): Promise<'same-store' | 'spanline' | 'no'> {
  for (const host of ['127.0.0.1', '::1']) {
    const nonce = randomBytes(16).toString('hex');
    const headers = await sendProbe(host, port, nonce, ANSWER_MS);
    if (headers && key && isProof(headers['spanline-proof'], key, port, nonce)) return 'same-store';
    if (headers) return headers['server'] === 'Spanline' ? 'spanline' : 'no';
  }
  return 'no';
}
