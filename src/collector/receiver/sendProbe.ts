import { get, type IncomingHttpHeaders } from 'node:http';
import { PROBE_HEADER } from './portProbe.ts';

/** Asks who answers on a port of a loopback address; gives the headers of the answer, or undefined when no HTTP came back in time. */
export function sendProbe(
  host: string,
  port: number,
  nonce: string,
  timeoutMs: number,
): Promise<IncomingHttpHeaders | undefined> {
  return new Promise((resolve) => {
    const request = get({ host, port, agent: false, headers: { [PROBE_HEADER]: nonce } }, (response) => {
      resolve(response.headers);
      response.destroy();
    });
    // The whole of it: a server that trickles a header a second never lets a socket's own timeout fire.
    const cut = setTimeout(() => request.destroy(), timeoutMs);
    request.on('error', () => {});
    request.on('close', () => {
      clearTimeout(cut);
      resolve(undefined);
    });
  });
}
