import { describe, expect, it } from 'vitest';
import { zipkinSearch } from '../../../src/backends/zipkinSearch.ts';
import { asked, backendAt, lastQuery, traceId, typed } from './configured.ts';
import { problemFrom } from './problemFrom.ts';
import { json, scriptedServer } from './scriptedServer.ts';
import { SHORT_ID, span, TRACE_ID, UNKNOWN_ID, ZIPKIN, ZIPKIN_WITHOUT_SEARCH } from './zipkinStub.ts';

const never = new AbortController().signal;
const TIMES = { endTs: '1700003600000', lookback: '3600000' };

describe('a trace', () => {
  it('comes as it is', async () => {
    const server = await scriptedServer(ZIPKIN);
    const { format, chunks } = await backendAt('zipkin', server.origin).getTrace(traceId(TRACE_ID), never);
    expect(format).toBe('zipkin-json');
    expect(JSON.parse(new TextDecoder().decode(chunks[0]))).toEqual([span(TRACE_ID)]);
  });

  it('of 64 bits is asked for in both spellings', async () => {
    const server = await scriptedServer(ZIPKIN);
    await backendAt('zipkin', server.origin).getTrace(traceId(SHORT_ID), never);
    expect(asked(server).map(({ path }) => path)).toEqual([
      `/api/v2/trace/0000000000000000${SHORT_ID}`,
      `/api/v2/trace/${SHORT_ID}`,
    ]);
  });

  it('that is not there may be there by its last 64 bits', async () => {
    const server = await scriptedServer(ZIPKIN);
    const problem = await problemFrom(backendAt('zipkin', server.origin).getTrace(traceId(UNKNOWN_ID), never));
    expect(problem.code).toBe('not-found');
    expect(problem.message).toContain('ask for ffffffffffffffff; a server with STRICT_TRACE_ID=false');
  });

  it('is found below /zipkin, too', async () => {
    const server = await scriptedServer((request, response) => {
      request.url = request.url!.replace(/^\/zipkin\/api/, '/api');
      ZIPKIN(request, response);
    });
    const { format } = await backendAt('zipkin', `${server.origin}/zipkin/`).getTrace(traceId(TRACE_ID), never);
    expect(format).toBe('zipkin-json');
  });
});

describe('a search', () => {
  it.each([
    ['', {}],
    ['service:orders', { serviceName: 'orders' }],
    ['name:"post /orders"', { spanName: 'post /orders' }],
    ['http.route=/orders env=prod', { annotationQuery: 'http.route=/orders and env=prod' }],
    ['error', { annotationQuery: 'error' }],
    ['>1.5ms', { minDuration: '1501' }],
    ['>=1500ns', { minDuration: '2' }],
    ['<2ms', { minDuration: '1', maxDuration: '1999' }],
  ])('%s', (text, expected) => {
    const { params } = zipkinSearch(typed(text));
    expect(Object.fromEntries(params)).toEqual({ ...expected, ...TIMES });
  });

  it.each(['kind:server', 'orders', '-error', 'service:a service:b', 'a="x and y"', 'a=""', '"a=b"=c', 'a=x*', 'a!=b'])(
    '%s is left to be checked',
    (text) => {
      const { conditions } = typed(text);
      expect(zipkinSearch(typed(text)).rest).toEqual(conditions.slice(text.startsWith('service') ? 1 : 0));
    },
  );

  it('for two things is checked: Zipkin looks for each in spans of its own', () => {
    const { conditions } = typed('service:orders >1s http.route=/x');
    expect(zipkinSearch(typed('service:orders >1s http.route=/x')).rest).toEqual(conditions.slice(1));
    expect(zipkinSearch(typed('service:orders >1s')).rest).toEqual([]);
  });

  it('gives whole traces, and says that names are in lower case', async () => {
    const server = await scriptedServer(ZIPKIN);
    const page = await backendAt('zipkin', server.origin).search(typed('service:Orders name:TICK'), never);
    expect(page).toMatchObject({ kind: 'traces', limit: 20, payload: { format: 'zipkin-json' } });
    expect(page.notes).toEqual([
      'Zipkin keeps the names of services and operations in lower case, so they were asked for like that.',
    ]);
    expect(lastQuery(server, '/api/v2/traces')).toMatchObject({ serviceName: 'orders', spanName: 'tick', limit: '20' });
  });

  it('passes on why it was refused', async () => {
    const server = await scriptedServer((_request, response) => response.writeHead(400).end('annotationQuery is bad'));
    const problem = await problemFrom(backendAt('zipkin', server.origin).search(typed('>1s'), never));
    expect(problem.message).toContain('refused the query (400): annotationQuery is bad.');
  });

  it('of a server that does not search says so', async () => {
    const server = await scriptedServer(ZIPKIN_WITHOUT_SEARCH);
    const backend = backendAt('zipkin', server.origin);
    for (const call of [backend.search(typed(''), never), backend.services(never), backend.health(never)]) {
      const problem = await problemFrom(call);
      expect(problem.code).toBe('unsupported');
      expect(problem.message).toMatch(/^Shop .* runs with SEARCH_ENABLED=false/);
    }
    expect((await backend.getTrace(traceId(TRACE_ID), never)).format).toBe('zipkin-json');
  });

  it('that finds nothing is one', async () => {
    const server = await scriptedServer((request, response) =>
      (request.url!.startsWith('/api/v2/traces') ? json([]) : ZIPKIN)(request, response),
    );
    expect(await backendAt('zipkin', server.origin).search(typed(''), never)).toMatchObject({ kind: 'traces' });
  });
});

it('names come from the server', async () => {
  const server = await scriptedServer(ZIPKIN);
  const backend = backendAt('zipkin', server.origin);
  expect(await backend.services(never)).toEqual(['gateway', 'orders']);
  expect((await backend.operations('Orders', never)).map(({ name }) => name)).toEqual(['post /orders', 'tick']);
  expect(lastQuery(server, '/api/v2/spans')).toEqual({ serviceName: 'orders' });
  expect(await backend.attributeKeys!(never)).toEqual(['env']);
  expect(await backend.attributeValues!('env', never)).toEqual(['prod', 'test']);
  expect((await backend.health(never)).sentence).toContain('answers with Zipkin API v2 and has 2 services.');
});
