import type { Backend, LatencyServer } from './backend.ts';

/** Whether the server can be asked for traces, not for latencies alone. */
export function isTraceBackend(server: Backend | LatencyServer): server is Backend {
  return 'getTrace' in server;
}
