import type { RequestListener } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backend } from '../../../src/backends/backend.ts';
import { asked, backendAt, lastQuery, RANGE, traceId, typed } from './configured.ts';
import { noRoute, plainText } from './plainText.ts';
import { problemFrom } from './problemFrom.ts';
import { json, scriptedServer, type ScriptedServer } from './scriptedServer.ts';
import {
  OLD_TEMPO,
  proto,
  responseProto,
  SEARCH_RESULT,
  SHORT_ID,
  TEMPO,
  TRACE_ID,
  traceProto,
  UNKNOWN_ID,
} from './tempoStub.ts';

const never = new AbortController().signal;

async function tempo(
  listener: RequestListener,
): Promise<{ readonly backend: Backend; readonly server: ScriptedServer }> {
  const server = await scriptedServer(listener);
  return { backend: backendAt('tempo', server.origin), server };
}

/** TEMPO, but for paths that begin like this. */
function tempoBut(path: string, listener: RequestListener): RequestListener {
  return (request, response) => (request.url!.startsWith(path) ? listener : TEMPO)(request, response);
}

describe('a trace', () => {
  it('comes in protobuf of the second API, as it is', async () => {
    const { backend, server } = await tempo(TEMPO);
    const { format, chunks } = await backend.getTrace(traceId(TRACE_ID), never);
    expect(format).toBe('tempo-proto');
    expect(Buffer.from(chunks[0]!).equals(responseProto(traceProto(TRACE_ID)))).toBe(true);
    expect(server.requests[0]!.headers.accept).toBe('application/protobuf');
    expect(asked(server)).toHaveLength(1);
  });

  it('comes of the first API where the second is missing', async () => {
    const { backend } = await tempo(OLD_TEMPO);
    const { format, chunks } = await backend.getTrace(traceId(TRACE_ID), never);
    expect(format).toBe('otlp-protobuf');
    expect(Buffer.from(chunks[0]!).equals(traceProto(TRACE_ID))).toBe(true);
  });

  it('is taken as JSON when that is what came', async () => {
    const body = { trace: { resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: 'CvdlGRbNQ92ESOshHIAxnA==' }] }] }] } };
    const { backend } = await tempo(json(body));
    expect((await backend.getTrace(traceId(TRACE_ID), never)).format).toBe('tempo-json');
  });

  it('is asked for around the time it is known to have run, then without', async () => {
    const { backend, server } = await tempo(TEMPO);
    await backend.getTrace(traceId(TRACE_ID), never, RANGE);
    expect(Object.fromEntries(asked(server)[0]!.query)).toEqual({ start: '1699998200', end: '1700005400' });
    await problemFrom(backend.getTrace(traceId(UNKNOWN_ID), never, RANGE));
    expect(asked(server).map(({ query }) => query.has('start'))).toEqual([true, true, false, false]);
  });

  it('that was cut off is given as it is: the parser says that it is a part', async () => {
    const partial = responseProto(traceProto(TRACE_ID), true, 'Trace exceeds maximum size');
    const { backend } = await tempo(proto(partial));
    const { chunks } = await backend.getTrace(traceId(TRACE_ID), never);
    expect(Buffer.from(chunks[0]!).equals(partial)).toBe(true);
  });

  it('of which nothing was given is too large, not missing', async () => {
    const { backend } = await tempo(
      proto(responseProto(Buffer.alloc(0), true, 'Trace exceeds maximum size of 5 bytes')),
    );
    const problem = await problemFrom(backend.getTrace(traceId(TRACE_ID), never));
    expect(problem.code).toBe('too-large');
    expect(problem.message).toContain('larger than the server gives out');
  });

  it.each([
    ['2', TEMPO],
    ['1', OLD_TEMPO],
    ['1 of VictoriaTraces', byEcho(json({ batches: [] }))],
    ['2 of VictoriaTraces', byEcho(json({ trace: { resourceSpans: [] }, metrics: { inspectedBytes: '0' } }))],
    ['2 of VictoriaTraces in protobuf', byEcho(proto(Buffer.alloc(0)))],
  ])('B10 is not there: API %s', async (_name, listener) => {
    const { backend } = await tempo(listener);
    const problem = await problemFrom(backend.getTrace(traceId(UNKNOWN_ID), never));
    expect(problem.code).toBe('not-found');
    expect(problem.message).toMatch(/^Shop \(http.*\) does not have trace f{32}\./);
  });

  function byEcho(listener: RequestListener): RequestListener {
    return (request, response) => (request.url === '/api/echo' ? plainText('echo', 200) : listener)(request, response);
  }

  it.each([
    ['nothing for everything', plainText('', 404)],
    ['an empty success for everything', plainText('', 200)],
    ['its own 404', noRoute],
  ])('B10 a server with %s is not Tempo', async (_name, listener) => {
    const { backend } = await tempo(listener);
    expect((await problemFrom(backend.getTrace(traceId(UNKNOWN_ID), never))).code).not.toBe('not-found');
  });

  it('B20 of another ID is refused, in protobuf too', async () => {
    const { backend } = await tempo(proto(responseProto(traceProto(UNKNOWN_ID))));
    const problem = await problemFrom(backend.getTrace(traceId(TRACE_ID), never));
    expect(problem.code).toBe('malformed');
    expect(problem.message).toContain('another trace');
  });

  it('422 and 400 pass on the reason', async () => {
    for (const status of [400, 422]) {
      const { backend } = await tempo(plainText('trace exceeds max size.\n', status));
      const problem = await problemFrom(backend.getTrace(traceId(TRACE_ID), never));
      expect(problem.message).toContain(`refused the query (${status}): trace exceeds max size.`);
      expect(problem.message).not.toContain('..');
    }
  });
});

describe('a search', () => {
  it('asks in TraceQL, in seconds', async () => {
    const { backend, server } = await tempo(TEMPO);
    await backend.search(typed('service:orders name:"POST /orders"'), never);
    expect(lastQuery(server, '/api/search')).toEqual({
      q: '{ resource.service.name = "orders" && name = "POST /orders" }',
      start: '1700000000',
      end: '1700003600',
      limit: '20',
      spss: '1',
    });
  });

  it('gives summaries, newest first', async () => {
    const { backend } = await tempo(TEMPO);
    expect(await backend.search(typed('words'), never)).toEqual({
      kind: 'summaries',
      truncated: false,
      unreadable: 0,
      notes: [],
      rest: typed('words').conditions,
      traces: [
        {
          traceId: SHORT_ID,
          rootService: 'orders',
          rootName: '(root span not received yet)',
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
          durationNs: 250_000_000,
          spans: 12,
          errors: 2,
          services: ['gateway', 'orders'],
        },
      ],
    });
  });

  it('without conditions asks for all spans', async () => {
    const { backend, server } = await tempo(TEMPO);
    expect(await backend.search(typed('', 2), never)).toMatchObject({ truncated: true });
    expect(lastQuery(server, '/api/search')['q']).toBe('{}');
  });

  it('of more than a week is one of the last week, and says so', async () => {
    const { backend, server } = await tempo(TEMPO);
    const range = { ...RANGE, fromEpochNs: RANGE.toEpochNs - 14n * 86_400_000_000_000n };
    const { notes } = await backend.search({ ...typed(''), range }, never);
    expect(notes).toEqual(['Tempo searches 168 hours at a time: the last 7 days of the time were searched.']);
    expect(lastQuery(server, '/api/search')['start']).toBe('1699398800');
    const week = {
      fromEpochNs: RANGE.toEpochNs - 7n * 86_400_000_000_000n,
      toEpochNs: RANGE.toEpochNs + 5_000_000_000n,
    };
    expect((await backend.search({ ...typed(''), range: week }, never)).notes).toEqual([]);
  });

  it('passes on why it was refused', async () => {
    const { backend } = await tempo(
      tempoBut('/api/search', plainText('invalid TraceQL query: parse error at line 1', 400)),
    );
    const problem = await problemFrom(backend.search(typed(''), never));
    expect(problem.code).toBe('refused');
    expect(problem.message).toContain('refused the query (400): invalid TraceQL query: parse error at line 1.');
  });

  it('B11 429 says to wait', async () => {
    const { backend } = await tempo(plainText('too many outstanding requests', 429));
    expect((await problemFrom(backend.search(typed(''), never))).code).toBe('busy');
  });

  it('says that an answer is a part', async () => {
    const { backend } = await tempo(
      tempoBut('/api/search', json({ ...SEARCH_RESULT, status: 'PARTIAL', message: 'slow' })),
    );
    expect((await backend.search(typed(''), never)).notes).toEqual([
      'Tempo gave a part of what there is: it could not search all.',
    ]);
  });

  it('counts what it cannot read', async () => {
    const { backend } = await tempo(json({ traces: [...SEARCH_RESULT.traces, null, {}, { traceID: 'zz' }] }));
    expect(await backend.search(typed(''), never)).toMatchObject({ unreadable: 3 });
  });
});

describe('names', () => {
  it.each([
    ['second', TEMPO],
    ['first', OLD_TEMPO],
  ])('come of the %s API', async (_name, listener) => {
    const { backend } = await tempo(listener);
    expect(await backend.services(never)).toEqual(['gateway', 'orders']);
    expect((await backend.operations('orders', never)).map(({ name }) => name)).toContain('tick');
    expect([...(await backend.attributeKeys!(never))].sort()).toEqual(['http.route', 'service.name']);
    expect((await backend.health(never)).sentence).toContain("answers with Tempo's API and has 2 services.");
  });

  it('of operations are those of the service, whatever it is called', async () => {
    const { backend, server } = await tempo(TEMPO);
    await backend.operations('a" || true } {', never);
    expect(lastQuery(server, '/api/v2/search/tag/name/values')['q']).toBe(
      '{ resource.service.name = "a\\" || true } {" }',
    );
  });

  it('of values are those of spans and resources', async () => {
    const { backend } = await tempo(TEMPO);
    expect(await backend.attributeValues!('http.route', never)).toEqual(['/cart', '/orders']);
  });

  it('of keys never leave their place in the path', async () => {
    const { backend, server } = await tempo(json({ tagValues: [] }));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (key) => {
        await backend.attributeValues!(key, never);
        expect(new URL(server.requests.at(-1)!.url!, 'http://x').pathname).toMatch(
          /^\/api\/v2\/search\/tag\/(span|resource)\.[^/?#]*\/values$/,
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('latency', () => {
  const query = { service: 'orders', range: RANGE };

  it('comes of TraceQL metrics, in seconds', async () => {
    const { backend, server } = await tempo(TEMPO);
    expect(await backend.latency!.latency({ ...query, operation: 'POST "/orders"' }, never)).toEqual([
      {
        service: 'orders',
        operation: 'POST /orders',
        kind: 'server',
        count: 10,
        errors: 2,
        p50Ns: 50_000_000,
        p95Ns: 95_000_000,
        p99Ns: 99_000_000,
        exemplars: [
          {
            traceId: TRACE_ID,
            spanId: '00f067aa0ba902b7',
            durationNs: 250_000_000,
            epochNs: 1_700_000_000_123_000_000n,
          },
        ],
      },
    ]);
    const { q } = lastQuery(server, '/api/metrics/query_range');
    expect(q).toBe(
      '{ resource.service.name = "orders" && name = "POST \\"/orders\\"" } | quantile_over_time(duration, 0.95) by (name, kind)',
    );
  });

  it('of more than a day is that of the last', async () => {
    const { backend, server } = await tempo(TEMPO);
    const range = { ...RANGE, fromEpochNs: 0n };
    await backend.latency!.latency({ ...query, range }, never);
    expect(lastQuery(server, '/api/metrics/query')).toMatchObject({ start: '1699917200', end: '1700003600' });
  });

  it('comes of a range of one step where there is no instant query (VictoriaTraces)', async () => {
    const labels = [{ key: 'name', value: { stringValue: 'tick' } }];
    const { backend, server } = await tempo((request, response) =>
      (request.url!.startsWith('/api/metrics/query_range')
        ? json({ series: [{ labels, samples: [{ timestampMs: '1', value: 3 }] }] })
        : noRoute)(request, response),
    );
    expect(await backend.latency!.latency(query, never)).toMatchObject([{ operation: 'tick', count: 3, errors: 0 }]);
    expect(asked(server).some(({ query }) => query.get('step') === '3600s')).toBe(true);
  });

  it('is not there without TraceQL metrics', async () => {
    const { backend } = await tempo(OLD_TEMPO);
    const problem = await problemFrom(backend.latency!.latency(query, never));
    expect(problem.code).toBe('not-found');
    expect(problem.message).toMatch(/^Shop .*has no TraceQL metrics/);
  });
});
