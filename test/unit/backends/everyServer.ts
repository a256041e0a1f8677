import type { RequestListener } from 'node:http';
import type { Backend, BackendKind, LatencyServer } from '../../../src/backends/backend.ts';
import { isTraceBackend } from '../../../src/backends/isTraceBackend.ts';
import { ASPIRE } from './aspireStub.ts';
import { RANGE, traceId, typed } from './configured.ts';
import { JAEGER_LEGACY, JAEGER_V3 } from './jaegerStub.ts';
import { CONNECTOR, prometheus } from './prometheusStub.ts';
import { OLD_TEMPO, TEMPO } from './tempoStub.ts';
import { ZIPKIN } from './zipkinStub.ts';

/** Every contract stub; all of them have the trace TRACE_ID and not UNKNOWN_ID. */
export const TRACE_SERVERS: readonly (readonly [name: string, kind: BackendKind, stub: RequestListener])[] = [
  ['Jaeger', 'jaeger', JAEGER_V3],
  ['Jaeger before v2', 'jaeger', JAEGER_LEGACY],
  ['Tempo', 'tempo', TEMPO],
  ['Tempo before 2.6', 'tempo', OLD_TEMPO],
  ['Zipkin', 'zipkin', ZIPKIN],
  ['Aspire', 'aspire', ASPIRE],
];
export const SERVERS = [...TRACE_SERVERS, ['Prometheus', 'prometheus', prometheus(CONNECTOR)] as const];

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
export const UNKNOWN_ID = 'ffffffffffffffffffffffffffffffff';

/** Everything that a server can be asked, by name. Each call is made with the signal given. */
export function callsOf(
  server: Backend | LatencyServer,
): Readonly<Record<string, (signal: AbortSignal) => Promise<unknown>>> {
  const latency = server.latency;
  const shared = {
    health: (signal: AbortSignal) => server.health(signal),
    ...(latency && { latency: (signal: AbortSignal) => latency.latency({ service: 'orders', range: RANGE }, signal) }),
  };
  if (!isTraceBackend(server)) return shared;
  return {
    ...shared,
    getTrace: (signal) => server.getTrace(traceId(TRACE_ID), signal),
    getTraceNear: (signal) => server.getTrace(traceId(TRACE_ID), signal, RANGE),
    search: (signal) => server.search(typed(''), signal),
    searchService: (signal) => server.search(typed('service:Ord* name:a x=1'), signal),
    services: (signal) => server.services(signal),
    ...(server.kind !== 'aspire' && { operations: (signal: AbortSignal) => server.operations('orders', signal) }),
    ...(server.attributeKeys && { keys: (signal: AbortSignal) => server.attributeKeys!(signal) }),
    ...(server.attributeValues && { values: (signal: AbortSignal) => server.attributeValues!('http.route', signal) }),
  };
}
