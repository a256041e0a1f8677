import type { Backend, BackendKind, BackendQuery, LatencyServer } from '../../../src/backends/backend.ts';
import { parseBackends } from '../../../src/backends/backendConfig.ts';
import { createBackend } from '../../../src/backends/createBackend.ts';
import type { Credentials } from '../../../src/backends/credentials.ts';
import { isTraceBackend } from '../../../src/backends/isTraceBackend.ts';
import { parseTraceId, type TraceId } from '../../../src/core/ids.ts';
import { parseTraceQuery } from '../../../src/core/traceQuery.ts';
import type { ScriptedServer } from './scriptedServer.ts';

/** A server as the settings name it: `Shop`. */
export function serverAt(kind: BackendKind, url: string, secret?: Credentials): Backend | LatencyServer {
  const { backends, problems } = parseBackends([{ id: 'shop', kind, label: 'Shop', url }]);
  if (!backends[0]) throw new Error(problems[0]?.message);
  return createBackend(backends[0], async () => secret);
}

export function backendAt(kind: BackendKind, url: string, secret?: Credentials): Backend {
  const server = serverAt(kind, url, secret);
  if (!isTraceBackend(server)) throw new Error('expected a backend with traces');
  return server;
}

/** An hour of November 2023, not on whole seconds. */
export const RANGE = { fromEpochNs: 1_700_000_000_000_000_001n, toEpochNs: 1_700_003_600_000_000_000n };

/** A search as somebody types it. */
export function typed(text: string, limit = 20): BackendQuery {
  return { conditions: parseTraceQuery(text, 0).conditions, range: RANGE, limit };
}

export function traceId(text: string): TraceId {
  return parseTraceId(text)!;
}

/** Paths and queries of all requests so far. */
export function asked(server: ScriptedServer): readonly { readonly path: string; readonly query: URLSearchParams }[] {
  return server.requests.map((request) => {
    const url = new URL(request.url!, server.origin);
    return { path: decodeURIComponent(url.pathname), query: url.searchParams };
  });
}

/** The parameters of the last request to a path. */
export function lastQuery(server: ScriptedServer, path: string): Readonly<Record<string, string>> {
  return Object.fromEntries(asked(server).findLast((request) => request.path === path)?.query ?? []);
}
