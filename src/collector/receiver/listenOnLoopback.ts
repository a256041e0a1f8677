import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { isIPv6, type Server } from 'node:net';

/** Servers on one port of the loopback addresses that this machine has. */
export interface Listening<S extends Server = HttpServer> {
  readonly port: number;
  /** `127.0.0.1` and `[::1]`, or one of them; or what was asked for instead. */
  readonly addresses: readonly string[];
  readonly servers: readonly S[];
}

const LOOPBACK: readonly string[] = ['127.0.0.1', '::1'];
/** The errors of a machine without IPv6, or without IPv4. */
const ABSENT: ReadonlySet<string | undefined> = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EPROTONOSUPPORT']);
/** How often another port is drawn when the one that IPv4 gave is taken on IPv6. */
const DRAWS = 10;

/**
 * Listens on 127.0.0.1 and ::1, on other addresses only when they are given; port 0 takes any that is free on all. `localhost` is either
 * of the two, depending on the sender's resolver, hence both. Rejects with Node's listen error, and then listens nowhere.
 */
export async function listenOnLoopback<S extends Server>(
  createServer: () => S,
  port: number,
  hosts: readonly string[] = LOOPBACK,
): Promise<Listening<S>> {
  for (let draw = 1; ; draw++) {
    try {
      return await listenOnAll(createServer, port, hosts);
    } catch (thrown) {
      if (port !== 0 || codeOf(thrown) !== 'EADDRINUSE' || draw === DRAWS) throw thrown;
    }
  }
}

async function listenOnAll<S extends Server>(
  createServer: () => S,
  wantedPort: number,
  hosts: readonly string[],
): Promise<Listening<S>> {
  const servers: S[] = [];
  const addresses: string[] = [];
  let port = wantedPort;
  let absent: unknown;
  for (const host of hosts) {
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
    addresses.push(isIPv6(host) ? `[${host}]` : host);
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
