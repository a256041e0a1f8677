import { createServer } from 'node:http';
import { closeServers } from './closeServers.ts';
import { listenOnLoopback } from './listenOnLoopback.ts';

/** Exporters expect something else there: OTLP over gRPC, Zipkin, Jaeger's page. */
const RESERVED: ReadonlySet<number> = new Set([4317, 9411, 16_686]);
const TRIES = 50;

/** A port that can be listened on now, the next one up from a taken one: 4319 is easier to remember than 38211. */
export async function freePortNear(port: number): Promise<number> {
  for (let candidate = port + 1; candidate <= Math.min(port + TRIES, 65_535); candidate++) {
    if (!RESERVED.has(candidate) && (await canListen(candidate))) return candidate;
  }
  const { port: any, servers } = await listenOnLoopback(createServer, 0);
  await closeServers(servers);
  return any;
}

async function canListen(port: number): Promise<boolean> {
  try {
    const { servers } = await listenOnLoopback(createServer, port);
    await closeServers(servers);
    return true;
  } catch {
    return false;
  }
}
