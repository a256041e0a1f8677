import type { RequestListener } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backend, SearchPage, SummariesPage } from '../../../src/backends/backend.ts';
import type { SpanCondition } from '../../../src/core/spanQuery.ts';
import { Problem } from '../../../src/core/problem.ts';
import { backendAt, lastQuery, RANGE, traceId as id, typed } from './configured.ts';
import {
  JAEGER_LEGACY,
  JAEGER_METRICS,
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
const QUERY = typed('');
const FULL_QUERY = typed('service:orders name:"POST /orders" http.route=/orders?a=ü >=1.5ms <=5s error');

const ERROR: SpanCondition = { term: { about: 'status', status: 'error' }, excluded: false };

async function jaeger(
  listener: RequestListener,
): Promise<{ readonly backend: Backend; readonly server: ScriptedServer }> {
  const server = await scriptedServer(listener);
  return { backend: backendAt('jaeger', server.origin), server };
}

function pathsOf(server: ScriptedServer): readonly string[] {
  return server.requests.map((request) => new URL(request.url!, server.origin).pathname);
}

function summaries(page: SearchPage): SummariesPage {
  if (page.kind !== 'summaries') throw new Error('expected summaries');
  return page;
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
      kind: 'summaries',
      // To be checked: the memory store answers the tag with spans that went well.
      rest: [ERROR],
      notes: [],
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
    expect(lastQuery(server, '/api/v3/trace-summaries')).toEqual({
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
    expect(summaries(await backend.search(typed('', 2), never)).truncated).toBe(true);
  });

  it('counts what it cannot read', async () => {
    const entries = [
      ...V3_SUMMARIES.summaries,
      { traceId: 'zz' },
      null,
      { traceId: TRACE_ID, minStartTimeUnixNano: '-1' },
    ];
    const { backend } = await jaeger((request, response) =>
      (request.url!.startsWith('/api/v3/trace-summaries') ? json({ summaries: entries }) : JAEGER_V3)(
        request,
        response,
      ),
    );
    const { traces, unreadable, notes } = summaries(await backend.search(QUERY, never));
    expect(traces).toHaveLength(2);
    expect(unreadable).toBe(3);
    expect(notes).toEqual(['3 of its 5 entries could not be read and are missing.']);
  });

  it('takes an empty object for no summaries and no services', async () => {
    const { backend } = await jaeger(json({}));
    expect(await backend.services(never)).toEqual([]);
    expect(summaries(await backend.search(QUERY, never)).traces).toEqual([]);
    expect((await backend.health(never)).sentence).toContain('answers with Jaeger API v3 and has no services yet');
  });

  it('passes on why a query was refused', async () => {
    const { backend } = await jaeger((request, response) =>
      (request.url!.startsWith('/api/v3/trace-summaries')
        ? json({ error: { httpCode: 400, message: 'the tags are too many' } }, 400)
        : JAEGER_V3)(request, response),
    );
    const problem = await problemFrom(backend.search(typed('service:orders'), never));
    expect(problem.code).toBe('refused');
    expect(problem.message).toContain('refused the query (400): the tags are too many.');
  });

  it('searches over the legacy API where summaries are missing', async () => {
    const { backend } = await jaeger((request, response) => {
      const isSummaries = request.url!.startsWith('/api/v3/trace-summaries');
      const isV3 = request.url!.startsWith('/api/v3');
      (isSummaries ? page : isV3 ? JAEGER_V3 : JAEGER_LEGACY)(request, response);
    });
    for (const text of ['', 'service:orders'])
      expect(await backend.search(typed(text), never)).toMatchObject({
        kind: 'traces',
        payload: { format: 'jaeger-json' },
      });
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

  it('gives the traces of a search undecoded', async () => {
    const { backend, server } = await jaeger(JAEGER_LEGACY);
    const found = await backend.search(FULL_QUERY, never);
    expect(found).toMatchObject({
      kind: 'traces',
      limit: 20,
      rest: [ERROR],
      notes: [],
      payload: { format: 'jaeger-json' },
    });
    expect(found.kind === 'traces' && jsonOf(found.payload.chunks)).toMatchObject({ data: [LEGACY_TRACE] });
    expect(lastQuery(server, '/api/traces')).toEqual({
      service: 'orders',
      operation: 'POST /orders',
      start: '1700000000000000',
      end: '1700003600000000',
      limit: '20',
      minDuration: '1.5ms',
      maxDuration: '5000ms',
      tags: '{"http.route":"/orders?a=ü","error":"true"}',
      raw: 'true',
    });
  });

  it('asks for errors with and without the tag', async () => {
    const { backend, server } = await jaeger(JAEGER_LEGACY);
    const found = await backend.search(typed('service:orders error'), never);
    expect(found.kind === 'traces' && found.payload.chunks).toHaveLength(2);
    const tags = server.requests
      .map(({ url }) => new URL(url!, server.origin))
      .filter(({ pathname }) => pathname === '/api/traces')
      .map(({ searchParams }) => searchParams.get('tags'));
    expect(tags).toEqual(expect.arrayContaining([null, '{"error":"true"}']));
  });

  it('asks for fewer traces when they are too large, and says so', async () => {
    const { backend, server } = await jaeger((request, response) => {
      const { pathname, searchParams } = new URL(request.url!, 'http://x');
      if (pathname !== '/api/traces') return JAEGER_LEGACY(request, response);
      const filler = 'x'.repeat(5_000_000);
      const data = Array.from({ length: Number(searchParams.get('limit')) }, () => ({ ...LEGACY_TRACE, filler }));
      json({ data })(request, response);
    });
    const found = await backend.search(typed('service:orders', 16), never);
    expect(found).toMatchObject({ kind: 'traces', limit: 4, notes: ['Its traces are large, so only 4 were fetched.'] });
    expect(lastQuery(server, '/api/traces')['limit']).toBe('4');
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
    expect(problem.message).toMatch(/^Shop \(http:.*\) does not have trace f{32}\./);
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

  it('B16 a valid trace of 100 MB', async () => {
    const filler = Buffer.alloc(1_000_000, 'x');
    const { backend } = await jaeger((request, response) => {
      if (!request.url!.includes('/traces/')) return JAEGER_V3(request, response);
      for (let megabyte = 0; megabyte < 100; megabyte++) response.write(filler);
      response.end(JSON.stringify(V3_TRACE));
    });
    const { chunks } = await backend.getTrace(id(TRACE_ID), never);
    expect(chunks[0]!.byteLength).toBeGreaterThan(100_000_000);
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
            asked.search(typed('service:s'), never),
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

describe('the names of services', () => {
  /** Answers summaries of one trace a service, by the second. */
  function storeOf(services: readonly string[], without: RequestListener): RequestListener {
    return (request, response) => {
      const { pathname, searchParams } = new URL(request.url!, 'http://x');
      if (pathname === '/api/v3/services') return json({ services })(request, response);
      const service = searchParams.get('query.service_name');
      if (service === null) return without(request, response);
      const seconds = services.indexOf(service);
      if (seconds < 0) return json({})(request, response);
      const start = String(1_700_000_000_000_000_000n + BigInt(seconds) * 1_000_000_000n);
      const trace = { rootServiceName: service, minStartTimeUnixNano: start, maxEndTimeUnixNano: start };
      const shared = { ...trace, traceId: 'abc', minStartTimeUnixNano: '1699999999000000000' };
      json({ summaries: [{ ...trace, traceId: `${seconds + 1}` }, shared] })(request, response);
    };
  }
  const refuses = json({ error: { httpCode: 400, message: 'service name is required' } }, 400);

  it.each([
    ['refuses', refuses],
    ['fails', json({ error: { httpCode: 500, message: 'service name is required' } }, 500)],
    ['finds nothing', json({})],
  ])('asks each when the server %s without one, and merges what they have', async (_name, without) => {
    const { backend } = await jaeger(storeOf(['b', 'a', 'c'], without));
    const found = summaries(await backend.search(QUERY, never));
    expect(found.traces.map((trace) => trace.rootService)).toEqual(['c', 'a', 'b', 'b']);
    expect(found.notes).toEqual(['Jaeger searches one service at a time: its 3 services were asked.']);
  });

  it('asks at most 12 of them, 4 at a time', async () => {
    let [open, most] = [0, 0];
    const many = Array.from({ length: 40 }, (_, index) => `s${index}`);
    const store = storeOf(many, refuses);
    const { backend, server } = await jaeger((request, response) => {
      most = Math.max(most, ++open);
      response.once('close', () => open--);
      setTimeout(() => store(request, response), 3);
    });
    const found = summaries(await backend.search(QUERY, never));
    expect(found.traces).toHaveLength(13);
    expect(found.notes).toEqual([
      'Jaeger searches one service at a time: 12 of its 40 services were asked. Name one to search another.',
    ]);
    expect(most).toBeLessThanOrEqual(4);
    expect(pathsOf(server).filter((path) => path.endsWith('trace-summaries'))).toHaveLength(13);
  });

  it('keeps nothing below the newest end of a page that was cut off: the next page begins there', async () => {
    const { backend } = await jaeger(storeOf(['a', 'b'], refuses));
    const found = summaries(await backend.search(typed('', 2), never));
    expect(found.truncated).toBe(true);
    expect(found.traces.map((trace) => trace.startEpochNs)).toContain('1699999999000000000');
    const { backend: uneven } = await jaeger((request, response) => {
      const { pathname, searchParams } = new URL(request.url!, 'http://x');
      if (pathname === '/api/v3/services') return json({ services: ['busy', 'idle'] })(request, response);
      const service = searchParams.get('query.service_name');
      if (service === null) return refuses(request, response);
      const starts = service === 'busy' ? [90, 80] : [85, 10];
      const summary = (start: number): object => ({
        traceId: `${start}`,
        minStartTimeUnixNano: `${start}`,
        maxEndTimeUnixNano: `${start}`,
      });
      json({ summaries: starts.map(summary) })(request, response);
    });
    expect(summaries(await uneven.search(typed('', 2), never)).traces.map((trace) => trace.startEpochNs)).toEqual([
      '90',
      '85',
      '80',
    ]);
  });

  it('puts whole traces together', async () => {
    const { backend } = await jaeger(JAEGER_LEGACY);
    const found = await backend.search(QUERY, never);
    expect(found).toMatchObject({ kind: 'traces', limit: 20 });
    expect(found.kind === 'traces' && found.payload.chunks).toHaveLength(2);
    expect(found.notes).toEqual(['Jaeger searches one service at a time: its 2 services were asked.']);
  });

  it.each([
    ['service:orders', ['orders']],
    ['service:ORDERS', ['orders']],
    ['service:gone', ['gone']],
    ['service:ord*', ['orders', 'orders-db']],
    ['service:*DB', ['orders-db']],
    ['service:*r*', ['Router', 'orders', 'orders-db']],
  ])('%s asks for %j', async (text, expected) => {
    const { backend, server } = await jaeger(storeOf(['Router', 'orders', 'orders-db', 'pay'], refuses));
    await backend.search(typed(text), never);
    const names = server.requests.map((request) =>
      new URL(request.url!, 'http://x').searchParams.get('query.service_name'),
    );
    expect(names.filter((name) => name !== null)).toEqual(expected);
  });

  it('says when none is like it', async () => {
    const { backend } = await jaeger(storeOf(['orders'], refuses));
    expect(await backend.search(typed('service:pay*'), never)).toMatchObject({
      traces: [],
      notes: ['None of its services has a name like "pay".'],
    });
  });
});

describe('latency', () => {
  const query = { service: 'orders', range: RANGE };

  it('comes from the metrics store, in milliseconds and calls a second', async () => {
    const { backend, server } = await jaeger((request, response) => {
      const { pathname } = new URL(request.url!, 'http://x');
      (JAEGER_METRICS[pathname] ?? JAEGER_V3)(request, response);
    });
    expect(await backend.latency!.latency(query, never)).toEqual([
      {
        service: 'orders',
        operation: 'POST /orders',
        kind: undefined,
        count: 1800,
        errors: 180,
        p50Ns: 50_000_000,
        p95Ns: 95_000_000,
        p99Ns: 99_000_000,
        exemplars: [],
      },
    ]);
    expect(lastQuery(server, '/api/metrics/calls')).toMatchObject({
      service: 'orders',
      groupByOperation: 'true',
      endTs: '1700003600000',
      lookback: '3600000',
      step: '3600000',
      ratePer: '3600000',
    });
  });

  it.each([
    ['501', json({ errors: [{ code: 501, msg: 'metrics querying is currently disabled' }] }, 501)],
    ['no such call', page],
  ])('is not there without a metrics store: %s', async (_name, listener) => {
    const { backend } = await jaeger(listener);
    const problem = await problemFrom(backend.latency!.latency(query, never));
    expect(problem.code).toBe('not-found');
    expect(problem.message).toMatch(/^Shop \(http.*\) has no metrics store.*spanmetrics/);
  });
});

it('says in a connection test what it found', async () => {
  const { backend, server } = await jaeger(JAEGER_LEGACY);
  expect(await backend.health(never)).toEqual({
    api: "Jaeger's legacy API",
    sentence: `Shop (${server.origin}) answers with Jaeger's legacy API and has 2 services.`,
  });
});

it('B22 works below a base path', async () => {
  const { server } = await jaeger((request, response) => {
    if (!request.url!.startsWith('/jaeger/')) return page(request, response);
    request.url = request.url!.slice('/jaeger'.length);
    JAEGER_V3(request, response);
  });
  expect((await backendAt('jaeger', `${server.origin}/jaeger/`).getTrace(id(TRACE_ID), never)).format).toBe(
    'otlp-json',
  );
  expect((await problemFrom(backendAt('jaeger', server.origin).health(never))).message).toContain('base path');
});
