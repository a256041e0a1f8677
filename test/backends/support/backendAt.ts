import type { Server } from '../../../src/backends/backend.ts';
import { parseBackends } from '../../../src/backends/backendConfig.ts';
import { createBackend } from '../../../src/backends/createBackend.ts';
import { isTraceBackend } from '../../../src/backends/isTraceBackend.ts';
import type { Backend } from '../../../src/backends/backend.ts';

/** Our client for a server, configured as a user would. */
export function serverAt(kind: string, url: string): Server {
  const { backends, problems } = parseBackends([{ id: kind, kind, label: kind, url }]);
  if (problems.length > 0) throw problems[0];
  return createBackend(backends[0]!, async () => undefined);
}

export function backendAt(kind: string, url: string): Backend {
  const server = serverAt(kind, url);
  if (!isTraceBackend(server)) throw new Error(`${kind} has no traces.`);
  return server;
}
