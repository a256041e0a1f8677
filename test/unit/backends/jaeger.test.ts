import type { RequestListener } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backend, TraceSearch } from '../../../src/backends/backend.ts';
import { parseBackends } from '../../../src/backends/backendConfig.ts';
import { createBackend } from '../../../src/backends/createBackend.ts';
import { parseTraceId, type TraceId } from '../../../src/core/ids.ts';
import { Problem } from '../../../src/core/problem.ts';
import {
  JAEGER_LEGACY,
  JAEGER_V3,
  LEGACY_TRACE,
  SHORT_ID,
  TRACE_ID,
  UNKNOWN_ID,
  V3_SUMMARIES,
  V3_TRACE,
} from './jaegerStub.ts';
import { problemFrom } from './problemFrom.ts';
import { json, page, scriptedServer, type ScriptedServer } from './scriptedServer.ts';

const never = new AbortController().signal;
const QUERY: TraceSearch = {
  fromEpochNs: 1_700_000_000_000_000_001n,
  toEpochNs: 1_700_003_600_000_000_000n,
  limit: 20,
};
const FULL_QUERY: TraceSearch = {
  ...QUERY,
  service: 'orders',
  operation: 'POST /orders',
  attributes: [['http.route', '/orders?a=ü']],
  minDurationNs: 1_500_000,
  maxDurationNs: 5_000_000_000,
  errorsOnly: true,
};

function id(text: string): TraceId {
  return parseTraceId(text)!;
}

function backendAt(url: string): Backend {
  const { backends } = parseBackends([{ id: 'j', kind: 'jaeger', label: 'Shop Jaeger', url }]);
  return createBackend(backends[0]!, async () => undefined);
}

async function jaeger(
  listener: RequestListener,
): Promise<{ readonly backend: Backend; readonly server: ScriptedServer }> {
  const server = await scriptedServer(listener);
  return { backend: backendAt(server.origin), server };
}

function pathsOf(server: ScriptedServer): readonly string[] {
  return server.requests.map((request) => new URL(request.url!, server.origin).pathname);
}

function lastQuery(server: ScriptedServer): Readonly<Record<string, string>> {
  return Object.fromEntries(new URL(server.requests.at(-1)!.url!, server.origin).searchParams);
}

function jsonOf(chunks: readonly ArrayBuffer[]): unknown {
  return JSON.parse(new TextDecoder().decode(chunks[0]));
}

describe('the stable API', () => {
  it('fetches a trace as it is', async () => {
    const { backend } = await jaeger(JAEGER_V3);
    const { format, chunks } = await backend.getTrace(id(TRACE_ID), never);
    expect(format).toBe('otlp-json');
    expect(chunks).toHaveLength(1);
    expect(jsonOf(chunks)).toEqual(V3_TRACE);
  });

  it('probes once', async () => {
    const { backend, server } = await jaeger(JAEGER_V3);
    await backend.getTrace(id(TRACE_ID), never);
    await backend.getTrace(id(TRACE_ID), never);
    expect(pathsOf(server)).toEqual(['/api/v3/services', `/api/v3/traces/${TRACE_ID}`, `/api/v3/traces/${TRACE_ID}`]);
  });

  it('lists services and operations', async () => {
    const { backend } = await jaeger(JAEGER_V3);
    expect(await backend.services(never)).toEqual(['gateway', 'orders']);
    expect(await backend.operations('orders', never)).toEqual([
      { name: 'POST /orders', kind: 'server' },
      { name: 'tick', kind: undefined },
    ]);
  });

  it('searches summaries, newest first', async () => {
    const { backend, server } = await jaeger(JAEGER_V3);
    expect(await backend.search(FULL_QUERY, never)).toEqual({
      traces: [
        {
          traceId: `0000000000000000${SHORT_ID}`,
          rootService: 'orders',
          rootName: 'tick',
          rootSpanId: undefined,
          startEpochNs: '1700000001000000000',
          durationNs: 0,
          spans: 1,
          errors: 0,
          services: ['orders'],
        },
        {
          traceId: TRACE_ID,
          rootService: 'gateway',
          rootName: 'POST /checkout',
          rootSpanId: undefined,
          startEpochNs: '1700000000000000001',
          durationNs: 250_000_001,
          spans: 12,
          errors: 2,
          services: ['gateway', 'orders'],
        },
      ],
      truncated: false,
      unreadable: 0,
    });
    expect(lastQuery(server)).toEqual({
      'query.start_time_min': '2023-11-14T22:13:20.000000001Z',
      'query.start_time_max': '2023-11-14T23:13:20.000000000Z',
      'query.num_traces': '20',
      'query.service_name': 'orders',
      'query.operation_name': 'POST /orders',
      'query.duration_min': '1.5ms',
      'query.duration_max': '5000ms',
      'query.attributes': '{"http.route":"/orders?a=ü","error":"true"}',
    });
  });

  it('says when there may be more', async () => {
    const { backend } = await jaeger(JAEGER_V3);
    expect((await backend.search({ ...QUERY, limit: 2 }, never)).truncated).toBe(true);
  });

  it('counts what it cannot read', async () => {
    const summaries = [
      ...V3_SUMMARIES.summaries,
      { traceId: 'zz' },
      null,
      { traceId: TRACE_ID, minStartTimeUnixNano: '-1' },
    ];
    const { backend } = await jaeger((request, response) =>
      (request.url!.startsWith('/api/v3/trace-summaries') ? json({ summaries }) : JAEGER_V3)(request, response),
    );
    const { traces, unreadable } = await backend.search(QUERY, never);
    expect(traces).toHaveLength(2);
    expect(unreadable).toBe(3);
  });

  it('takes an empty object for no summaries and no services', async () => {
    const { backend } = await jaeger(json({}));
    expect(await backend.services(never)).toEqual([]);
    expect(await backend.search(QUERY, never)).toEqual({ traces: [], truncated: false, unreadable: 0 });
    expect((await backend.health(never)).sentence).toContain('answers with Jaeger API v3 and has no services yet');
  });

  it('passes on why a query was refused', async () => {
    const { backend } = await jaeger((request, response) =>
      (request.url!.startsWith('/api/v3/trace-summaries')
        ? json({ error: { httpCode: 400, message: 'service name is required' } }, 400)
        : JAEGER_V3)(request, response),
    );
    const problem = await problemFrom(backend.search(QUERY, never));
    expect(problem.code).toBe('refused');
    expect(problem.message).toContain('refused the query (400): service name is required');
  });

  it('searches over the legacy API where summaries are missing', async () => {
    const { backend } = await jaeger((request, response) => {
      const summaries = request.url!.startsWith('/api/v3/trace-summaries');
      const v3 = request.url!.startsWith('/api/v3');
      (summaries ? page : v3 ? JAEGER_V3 : JAEGER_LEGACY)(request, response);
    });
    expect((await backend.search({ ...QUERY, service: 'orders' }, never)).traces.map((trace) => trace.traceId)).toEqual(
      [TRACE_ID],
    );
    expect((await backend.getTrace(id(TRACE_ID), never)).format).toBe('otlp-json');
  });
});

describe('the legacy API', () => {
  it('fetches a trace as it is, after one probe of each', async () => {
    const { backend, server } = await jaeger(JAEGER_LEGACY);
    const { format, chunks } = await backend.getTrace(id(TRACE_ID), never);
    expect(format).toBe('jaeger-json');
    expect(jsonOf(chunks)).toMatchObject({ data: [LEGACY_TRACE] });
    await backend.getTrace(id(TRACE_ID), never);
    expect(pathsOf(server)).toEqual([
      '/api/v3/services',
      '/api/services',
      `/api/traces/${TRACE_ID}`,
      `/api/traces/${TRACE_ID}`,
    ]);
  });

  it('asks for a 64-bit ID in both spellings', async () => {
    const { backend } = await jaeger(JAEGER_LEGACY);
    expect((await backend.getTrace(id(SHORT_ID), never)).format).toBe('jaeger-json');
  });

  it('lists services and operations', async () => {
    const { backend } = await jaeger(JAEGER_LEGACY);
    expect(await backend.services(never)).toEqual(['gateway', 'orders']);
    expect(await backend.operations('a/b c', never)).toEqual([
      { name: 'POST /orders', kind: undefined },
      { name: 'tick', kind: undefined },
    ]);
  });

  it('makes summaries of the traces that a search gives', async () => {
    const { backend, server } = await jaeger(JAEGER_LEGACY);
    expect(await backend.search(FULL_QUERY, never)).toEqual({
      traces: [
        {
          traceId: TRACE_ID,
          rootService: 'gateway',
          rootName: 'POST /checkout',
          rootSpanId: 'b7ad6b7169203331',
          startEpochNs: '1700000000000000000',
          durationNs: 300_100_000,
          spans: 2,
          errors: 1,
          services: ['gateway', 'orders'],
        },
      ],
      truncated: false,
      unreadable: 0,
    });
    expect(lastQuery(server)).toEqual({
      service: 'orders',
      operation: 'POST /orders',
      start: '1700000000000000',
      end: '1700003600000000',
      limit: '20',
      minDuration: '1.5ms',
      maxDuration: '5000ms',
      tags: '{"http.route":"/orders?a=ü","error":"true"}',
    });
  });

  it('asks for fewer traces when they are too large, and says that there are more', async () => {
    const { backend, server } = await jaeger((request, response) => {
      const { pathname, searchParams } = new URL(request.url!, 'http://x');
      if (pathname !== '/api/traces') return JAEGER_LEGACY(request, response);
      const filler = 'x'.repeat(1_000_000);
      const data = Array.from({ length: Number(searchParams.get('limit')) }, () => ({ ...LEGACY_TRACE, filler }));
      json({ data })(request, response);
    });
    const result = await backend.search({ ...QUERY, service: 'orders', limit: 16 }, never);
    expect(result.traces).toHaveLength(4);
    expect(result.truncated).toBe(true);
    expect(lastQuery(server)['limit']).toBe('4');
  });

  it('wants a service for a search', async () => {
    const { backend } = await jaeger(JAEGER_LEGACY);
    expect((await problemFrom(backend.search(QUERY, never))).message).toContain('Name one');
  });

  it('answers without a trace like one that is not found (VictoriaTraces)', async () => {
    const { backend } = await jaeger((request, response) =>
      (request.url!.startsWith('/api/traces/') ? json({ data: [], errors: null }) : JAEGER_LEGACY)(request, response),
    );
    expect((await problemFrom(backend.getTrace(id(TRACE_ID), never))).code).toBe('not-found');
  });
});

describe('B10 a trace that is not there is not an address that is wrong', () => {
  it.each([
    ['v3', JAEGER_V3],
    ['legacy', JAEGER_LEGACY],
  ])('%s: not found', async (_name, listener) => {
    const { backend } = await jaeger(listener);
    const problem = await problemFrom(backend.getTrace(id(UNKNOWN_ID), never));
    expect(problem.code).toBe('not-found');
    expect(problem.message).toMatch(/^Shop Jaeger \(http:.*\) does not have trace f{32}\./);
  });

  const notFound: RequestListener = (_request, response) =>
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('404 page not found\n');
  it.each([
    ['404 of a Go server', notFound, /has nothing at \/api\/services \(404\)/],
    ['404 of a gateway', json({ message: 'no Route matched with those values' }, 404), /has nothing at/],
    ['a page', page, /answers \/api\/services with a web page/],
    ['another API', json({ spans: [] }), /with data of another kind/],
  ])('%s', async (_name, listener, expected) => {
    const { backend } = await jaeger(listener);
    for (const call of [backend.getTrace(id(TRACE_ID), never), backend.health(never), backend.search(QUERY, never)]) {
      const problem = await problemFrom(call);
      expect(problem.code).toBe('unsupported');
      expect(problem.message).toMatch(expected);
    }
  });

  it('looks again when the server was replaced', async () => {
    let listener = JAEGER_LEGACY;
    const { backend } = await jaeger((request, response) => listener(request, response));
    expect((await backend.getTrace(id(TRACE_ID), never)).format).toBe('jaeger-json');
    listener = JAEGER_V3;
    expect((await problemFrom(backend.getTrace(id(TRACE_ID), never))).code).toBe('unsupported');
    expect((await backend.getTrace(id(TRACE_ID), never)).format).toBe('otlp-json');
  });

  it('B12 remembers nothing of a server that fails', async () => {
    let failing = true;
    const { backend } = await jaeger((request, response) => (failing ? json({}, 503) : JAEGER_V3)(request, response));
    expect((await problemFrom(backend.getTrace(id(TRACE_ID), never))).code).toBe('unreachable');
    failing = false;
    expect((await backend.getTrace(id(TRACE_ID), never)).format).toBe('otlp-json');
  });
});

describe('hostile answers', () => {
  it.each([
    ['v3', JAEGER_V3, V3_TRACE],
    ['legacy', JAEGER_LEGACY, { data: [LEGACY_TRACE] }],
  ])('B20 %s answers with another trace', async (_name, listener, other) => {
    const { backend } = await jaeger((request, response) =>
      (request.url!.includes('/traces/') ? json(other) : listener)(request, response),
    );
    const problem = await problemFrom(backend.getTrace(id(UNKNOWN_ID), never));
    expect(problem.code).toBe('malformed');
    expect(problem.message).toContain(`another trace than ${UNKNOWN_ID}`);
  });

  it.each(['', 'null', '[]', '{"result"', 'nonsense'])('a trace that is %j', async (body) => {
    const { backend } = await jaeger((request, response) =>
      request.url!.includes('/traces/') ? void response.end(body) : JAEGER_V3(request, response),
    );
    expect((await problemFrom(backend.getTrace(id(TRACE_ID), never))).code).toBe('malformed');
  });

  it('B18 a million levels of JSON', async () => {
    const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000);
    const { backend } = await jaeger((_request, response) => response.end(`{"services":${deep}}`));
    expect((await problemFrom(backend.services(never))).code).toBe('malformed');
  });

  it('B19 any JSON in any place gives a result or a Problem', async () => {
    let answer: unknown;
    const { backend } = await jaeger((request, response) => {
      const path = request.url!;
      (path.startsWith('/api/v3/services') && !path.includes('?') ? json({ services: [] }) : json(answer))(
        request,
        response,
      );
    });
    const legacy = await jaeger((request, response) => {
      const path = request.url!;
      if (path.startsWith('/api/v3')) page(request, response);
      else (path === '/api/services' ? json({ data: null }) : json(answer))(request, response);
    });
    const any = fc.jsonValue();
    const summary = fc.record({
      traceId: fc.constant(TRACE_ID),
      minStartTimeUnixNano: any,
      maxEndTimeUnixNano: any,
      spanCount: any,
      services: any,
    });
    const span = fc.record({
      spanID: any,
      startTime: fc.oneof(fc.nat(), any),
      duration: any,
      references: any,
      tags: any,
      processID: any,
    });
    const trace = fc.record({ traceID: fc.constant(TRACE_ID), spans: fc.oneof(fc.array(span), any), processes: any });
    const body = fc.oneof(
      any,
      fc.record({ summaries: fc.oneof(fc.array(fc.oneof(summary, any)), any), operations: any, result: any }),
      fc.record({ data: fc.oneof(fc.array(fc.oneof(trace, any)), any) }),
    );
    await fc.assert(
      fc.asyncProperty(body, async (value) => {
        answer = value;
        for (const { backend: asked } of [{ backend }, legacy]) {
          const calls = [
            asked.search({ ...QUERY, service: 's' }, never),
            asked.operations('s', never),
            asked.getTrace(id(TRACE_ID), never),
          ];
          for (const outcome of await Promise.allSettled(calls))
            if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(Problem);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('B21 a cancelled search closes its connection', async () => {
    const { backend, server } = await jaeger(() => undefined);
    const controller = new AbortController();
    const call = problemFrom(backend.search(QUERY, controller.signal));
    await expect.poll(() => server.requests.length).toBe(1);
    controller.abort();
    expect((await call).code).toBe('cancelled');
    await expect.poll(() => server.sockets.size).toBe(0);
  });
});

it('says in a connection test what it found', async () => {
  const { backend, server } = await jaeger(JAEGER_LEGACY);
  expect(await backend.health(never)).toEqual({
    api: "Jaeger's legacy API",
    serviceCount: 2,
    sentence: `Shop Jaeger (${server.origin}) answers with Jaeger's legacy API and has 2 services.`,
  });
});

it('B22 works below a base path', async () => {
  const { server } = await jaeger((request, response) => {
    if (!request.url!.startsWith('/jaeger/')) return page(request, response);
    request.url = request.url!.slice('/jaeger'.length);
    JAEGER_V3(request, response);
  });
  expect((await backendAt(`${server.origin}/jaeger/`).getTrace(id(TRACE_ID), never)).format).toBe('otlp-json');
  expect((await problemFrom(backendAt(server.origin).health(never))).message).toContain('base path');
});
