import { createServer } from 'node:net';

/**
 * A TCP port of 127.0.0.1 that nobody listens on.
 * @param {number} [preferred] taken if it is free
 * @returns {Promise<number>}
 */
export async function freePort(preferred = 0) {
  const server = createServer();
  /** @type {number | undefined} */
  const port = await new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen(preferred, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' ? address?.port : undefined);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return port ?? freePort();
}
