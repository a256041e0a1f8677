import type { Server } from 'node:http';

/** How long requests under way may take when the receiver stops. */
const GRACE_MS = 2000;

/** Stops listening at once, answers what is under way, then closes every connection. */
export async function closeServers(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
          server.close(() => {
            clearTimeout(cut);
            resolve();
          });
          server.closeIdleConnections();
        }),
    ),
  );
}
