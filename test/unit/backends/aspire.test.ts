import { expect, it } from 'vitest';
import { ASPIRE, ASPIRE_TRACE, TRACE_ID } from './aspireStub.ts';
import { backendAt, lastQuery, traceId, typed } from './configured.ts';
import { plainText } from './plainText.ts';
import { problemFrom } from './problemFrom.ts';
import { page, scriptedServer } from './scriptedServer.ts';

const never = new AbortController().signal;
const PATH = '/api/telemetry/traces';

it('gives a trace as it is, with the key in its header', async () => {
  const server = await scriptedServer(ASPIRE);
  const secret = { type: 'header', name: 'X-API-Key', value: 'k' } as const;
  const { format, chunks } = await backendAt('aspire', server.origin, secret).getTrace(traceId(TRACE_ID), never);
  expect(format).toBe('otlp-json');
  expect(JSON.parse(new TextDecoder().decode(chunks[0]))).toEqual(ASPIRE_TRACE);
  expect(server.requests[0]!.headers['x-api-key']).toBe('k');
});

it.each([
  ['', {}, 0],
  ['service:ORDERS', { resource: 'orders' }, 0],
  ['error', { hasError: 'true' }, 0],
  ['service:orders error', { resource: 'orders', hasError: 'true' }, 2],
  ['name:x', {}, 1],
])('searches for %j', async (text, expected, unmet) => {
  const server = await scriptedServer(ASPIRE);
  const page = await backendAt('aspire', server.origin).search(typed(text), never);
  expect(page).toMatchObject({ kind: 'traces', payload: { format: 'otlp-json' } });
  expect(page.rest).toHaveLength(unmet);
  expect(page.notes[0]).toContain('does not search by time');
  expect(lastQuery(server, PATH)).toEqual({ ...expected, limit: '20' });
});

it('has no traces of a service that the dashboard does not know', async () => {
  const server = await scriptedServer(ASPIRE);
  const found = await backendAt('aspire', server.origin).search(typed('service:gone'), never);
  expect(found.kind === 'traces' && new TextDecoder().decode(found.payload.chunks[0])).toBe(
    '{"data":{"resourceSpans":[]}}',
  );
});

it('searches dashboards that do not list their resources', async () => {
  const server = await scriptedServer((request, response) =>
    (request.url!.endsWith('/resources') ? page : ASPIRE)(request, response),
  );
  await backendAt('aspire', server.origin).search(typed('service:orders'), never);
  expect(lastQuery(server, PATH)).toMatchObject({ resource: 'orders' });
});

it('lists the services with traces, and no operations', async () => {
  const server = await scriptedServer(ASPIRE);
  const backend = backendAt('aspire', server.origin);
  expect(await backend.services(never)).toEqual(['orders']);
  expect(await backend.operations('orders', never)).toEqual([]);
  expect((await backend.health(never)).sentence).toContain(
    "answers with the Aspire dashboard's API and has 1 service.",
  );
});

it('says that its API may be switched off', async () => {
  const server = await scriptedServer(plainText('', 404));
  const problem = await problemFrom(backendAt('aspire', server.origin).getTrace(traceId(TRACE_ID), never));
  expect(problem.code).toBe('unsupported');
  expect(problem.message).toMatch(/^Shop .*has nothing at \/api\/telemetry.*may be switched off \(Dashboard:Api\)/);
});
