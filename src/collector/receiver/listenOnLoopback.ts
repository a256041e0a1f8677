import type { Server } from 'node:http';
import { once } from 'node:events';

/** Servers on one port of the loopback addresses that this machine has. */
export interface Listening {
  readonly port: number;
  /** `127.0.0.1` and `[::1]`, or one of them. */
  readonly addresses: readonly string[];
  readonly servers: readonly Server[];
}

/** The errors of a machine without IPv6, or without IPv4. */
const ABSENT: ReadonlySet<string | undefined> = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EPROTONOSUPPORT']);
/** How often another port is drawn when the one that IPv4 gave is taken on IPv6. */
const DRAWS = 10;

/**
 * Listens on 127.0.0.1 and ::1, never on other addresses; port 0 takes any that is free on both. `localhost` is either of them,
 * depending on the sender's resolver, hence both. Rejects with Node's listen error, and then listens nowhere.
 */
export async function listenOnLoopback(createServer: () => Server, port: number): Promise<Listening> {
  for (let draw = 1; ; draw++) {
    try {
      return await listenOnBoth(createServer, port);
    } catch (thrown) {
      if (port !== 0 || codeOf(thrown) !== 'EADDRINUSE' || draw === DRAWS) throw thrown;
    }
  }
}

async function listenOnBoth(createServer: () => Server, wantedPort: number): Promise<Listening> {
  const servers: Server[] = [];
  const addresses: string[] = [];
  let port = wantedPort;
  let absent: unknown;
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer();
    try {
      await listen(server, host, port);
    } catch (thrown) {
      if (ABSENT.has(codeOf(thrown))) {
        absent = thrown;
        continue;
      }
      for (const other of servers) other.close();
      throw thrown;
    }
    const address = server.address();
    if (typeof address === 'object' && address !== null) port = address.port;
    servers.push(server);
    addresses.push(host === '::1' ? '[::1]' : host);
  }
  if (servers.length === 0) throw absent;
  return { port, addresses, servers };
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  const listening = once(server, 'listening');
  server.listen({ host, port, exclusive: true });
  await listening;
}

function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}
