import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, trace } from '@opentelemetry/api';
import { getRPCMetadata } from '@opentelemetry/core';
import type { Log } from './log.ts';
import { matchRoute, type Route } from './route.ts';

/** Answers one request with JSON: the handler's result, 404 for an unknown path, 500 when the handler fails. */
export async function answer(
  routes: readonly Route[],
  log: Log,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const route of routes) {
    const parameter = matchRoute(route, request.method ?? '', request.url ?? '');
    if (parameter === undefined) continue;
    nameServerSpan(route.path);
    try {
      send(response, 200, await route.handle(parameter));
    } catch (error) {
      log.write('ERROR', `${route.method} ${route.path} failed: ${String(error)}`);
      send(response, 500, { error: String(error) });
    }
    return;
  }
  send(response, 404, { error: `no route for ${request.method} ${request.url}` });
}

/** The HTTP instrumentation takes `http.route`, and the span's name, from this metadata when the response ends. */
function nameServerSpan(path: string): void {
  const metadata = getRPCMetadata(context.active());
  if (metadata) metadata.route = path;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const span = trace.getActiveSpan()?.spanContext();
  // The W3C `traceresponse` header tells the caller which trace, and which root span, its request made.
  if (span) response.setHeader('traceresponse', `00-${span.traceId}-${span.spanId}-01`);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
