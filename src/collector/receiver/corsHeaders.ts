import type { IncomingHttpHeaders } from 'node:http';
import { isLoopbackOrigin } from './isLoopbackOrigin.ts';

/** Longest list of header names that is repeated to a browser. */
const MAX_ASKED_HEADERS = 1000;

/** What lets a page of this machine see the answer; nothing at all for other pages, and never `*` or credentials. */
export function corsHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  if (headers.origin === undefined || !isLoopbackOrigin(headers.origin)) return {};
  return { 'Access-Control-Allow-Origin': headers.origin, Vary: 'Origin' };
}

/** The answer to a preflight of a page that {@link corsHeaders} lets in. */
export function preflightHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const asked = headers['access-control-request-headers'];
  return {
    'Access-Control-Allow-Methods': 'POST',
    // Exporters in browsers add what their user configured; the origin has already been let in, so headers change nothing.
    'Access-Control-Allow-Headers':
      asked !== undefined && asked.length <= MAX_ASKED_HEADERS ? asked : 'content-type, content-encoding',
    'Access-Control-Max-Age': '600',
    ...(headers['access-control-request-private-network'] === 'true'
      ? { 'Access-Control-Allow-Private-Network': 'true' }
      : {}),
  };
}
