import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { isOwnHost } from './isOwnHost.ts';

/** A request header with a nonce: which receiver answers on this port? */
export const PROBE_HEADER = 'spanline-probe';
/** The answer's proof that its sender writes to the same store. */
export const PROOF_HEADER = 'spanline-proof';

const NONCE = /^[0-9a-f]{32}$/;

export interface ProbeContext {
  /** The store's secret at this moment; see `storeKey`. */
  readonly key: () => Uint8Array | undefined;
  /** Every nonce that arrives. */
  readonly onNonce: (nonce: string) => void;
}

/**
 * Answers probes ahead of everything else, so that windows that look at each other appear in no count of refused requests. Nothing can be
 * read with a probe, and no web page can send one: it has an Origin, or a Host that is not ours.
 */
export function answerProbes(server: Server, context: ProbeContext): Server {
  const others = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const nonce = nonceOf(request);
    if (nonce === undefined) {
      for (const serve of others) serve.call(server, request, response);
      return;
    }
    context.onNonce(nonce);
    const key = context.key();
    response.writeHead(204, {
      Server: 'Spanline',
      Connection: 'close',
      ...(key && { [PROOF_HEADER]: proofOf(key, request.socket.localPort ?? 0, nonce) }),
    });
    response.end();
  });
  return server;
}

/** Whether an answer to a probe came from a receiver with the same key. The port is in it so that no other port's answer will do. */
export function isProof(proof: unknown, key: Uint8Array, port: number, nonce: string): boolean {
  const expected = proofOf(key, port, nonce);
  return (
    typeof proof === 'string' &&
    proof.length === expected.length &&
    timingSafeEqual(Buffer.from(proof, 'latin1'), Buffer.from(expected, 'latin1'))
  );
}

function proofOf(key: Uint8Array, port: number, nonce: string): string {
  return createHmac('sha256', key).update(`${port}:${nonce}`).digest('hex');
}

function nonceOf({ method, headers }: IncomingMessage): string | undefined {
  const nonce = headers[PROBE_HEADER];
  const isProbe =
    method === 'GET' &&
    typeof nonce === 'string' &&
    NONCE.test(nonce) &&
    headers.origin === undefined &&
    isOwnHost(headers.host ?? '');
  return isProbe ? nonce : undefined;
}
