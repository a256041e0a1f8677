import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';

/** Asks another service of the shop. The request starts before the first await, so the caller is still on the stack. */
export async function callService<T>(method: string, url: string): Promise<T> {
  const outgoing = request(url, { method });
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const body = await json(response);
  if (response.statusCode !== 200) {
    throw new Error(`${method} ${url} answered ${response.statusCode}: ${(body as { error: string }).error}`);
  }
  return body as T;
}
