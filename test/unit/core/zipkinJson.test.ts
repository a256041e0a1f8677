import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Trace } from '../../../src/core/assemble.ts';
import { FILE_LIMITS, RECEIVER_LIMITS } from '../../../src/core/formats/limits.ts';
import { zipkinJsonToProto } from '../../../src/core/formats/zipkinJson.ts';
import { Problem } from '../../../src/core/problem.ts';
import type { SpanDetail } from '../../../src/core/span.ts';
import { bytesOf } from './payloads.ts';
import { detailsOf, outline, pairs, readFile } from './seen.ts';

const US = 1_767_225_600_000_001;
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const FRONT = { serviceName: 'frontend', ipv4: '10.0.0.1', port: 8081 };
const BACK = { serviceName: 'backend', ipv4: '10.0.0.2', port: 9000 };

/** The trace of Brave's example: a server calls another one, which shares the client's span ID and queries a database. */
const ROOT = {
  traceId: TRACE_ID,
  id: 'a',
  kind: 'SERVER',
  name: 'get /',
  timestamp: US,
  duration: 9000,
  localEndpoint: FRONT,
};
const CLIENT = {
  ...ROOT,
  id: 'b',
  parentId: 'a',
  kind: 'CLIENT',
  name: 'get',
  timestamp: US + 1000,
  duration: 7000,
};
const SERVER = {
  traceId: TRACE_ID,
  id: 'b',
  parentId: 'a',
  kind: 'SERVER',
  name: 'get /api',
  timestamp: US + 2000,
  duration: 5000,
  localEndpoint: BACK,
  remoteEndpoint: { ipv4: '10.0.0.1', port: 51234 },
  shared: true,
};
const QUERY = {
  traceId: TRACE_ID,
  id: 'c',
  parentId: 'b',
  kind: 'CLIENT',
  name: 'select',
  timestamp: US + 3000,
  duration: 1000,
  localEndpoint: BACK,
  remoteEndpoint: { serviceName: 'orders-db', ipv4: '10.0.0.9', port: 5432 },
  tags: { 'sql.query': 'select 1', error: 'deadlock detected' },
  annotations: [{ timestamp: US + 3500, value: 'retry' }],
};
const SHARED = [ROOT, CLIENT, SERVER, QUERY];

const only = (content: unknown): Trace => {
  const { traces } = readFile(content);
  expect(traces).toHaveLength(1);
  return traces[0]!;
};
const spanOf = (change: object): SpanDetail => detailsOf(only([{ ...ROOT, ...change }]))[0]!;

describe('Zipkin JSON', () => {
  test('carries every field', () => {
    const detail = detailsOf(only(SHARED))[3]!;
    expect(detail).toMatchObject({
      traceId: TRACE_ID,
      spanId: '000000000000000c',
      name: 'select',
      service: 'backend',
      kind: 'client',
      status: 'error',
      statusMessage: 'deadlock detected',
      startEpochNs: `${US + 3000}000`,
      durationNs: 1_000_000,
      events: [{ name: 'retry', attributes: [] }],
    });
    expect(pairs(detail.attributes)).toEqual({
      'sql.query': 'select 1',
      'peer.service': 'orders-db',
      'network.peer.address': '10.0.0.9',
      'network.peer.port': '5432',
    });
    expect(detail.resource).toEqual([
      { key: 'service.name', value: { type: 'string', value: 'backend' } },
      { key: 'host.ip', value: { type: 'array', values: [{ type: 'string', value: '10.0.0.2' }] } },
      { key: 'network.local.port', value: { type: 'int', value: '9000' } },
    ]);
  });

  test.each([
    ['one list', SHARED],
    ['a list of lists', [[ROOT, CLIENT], [], [SERVER, QUERY]]],
    ['a list that begins with an empty one', [[], SHARED]],
  ])('reads %s', (_, json) => {
    const read = readFile(json);
    expect(read.format).toBe('zipkin-json');
    expect(outline(read.traces[0]!)).toEqual([
      'frontend get /',
      '  frontend get',
      '    backend get /api',
      '      backend select',
    ]);
  });

  test('reads one span alone', () => {
    expect(only(ROOT).header.count).toBe(1);
  });
});

describe('a server that shares the span ID of its client', () => {
  test('is a child of the client under an ID of its own, and keeps the other as an attribute', () => {
    const [, client, server, query] = detailsOf(only(SHARED)) as [SpanDetail, SpanDetail, SpanDetail, SpanDetail];
    expect(client.spanId).toBe('000000000000000b');
    expect(client.attributes.map(({ key }) => key)).not.toContain('zipkin.shared');
    expect(server.parentSpanId).toBe(client.spanId);
    expect(server.spanId).not.toBe(client.spanId);
    expect(query.parentSpanId).toBe(server.spanId);
    expect(pairs(server.attributes)).toMatchObject({ 'zipkin.shared': true, 'zipkin.span_id': client.spanId });
    expect(only(SHARED).header.warnings).toEqual([]);
    // Links into the trace are kept between versions: this value must not change.
    expect(server.spanId).toBe('869e3f8683f9c212');
  });

  test('is told by its kind where the mark is missing', () => {
    const { shared: _, ...unmarked } = SERVER;
    const [, , server] = detailsOf(only([ROOT, CLIENT, unmarked, QUERY]));
    expect(pairs(server!.attributes)).toMatchObject({ 'zipkin.shared': true });
    expect(outline(only([ROOT, CLIENT, unmarked, QUERY]))).toEqual(outline(only(SHARED)));
  });

  test('keeps the ID and its parent when the client was not reported', () => {
    const trace = only([ROOT, SERVER, QUERY]);
    expect(outline(trace)).toEqual(['frontend get /', '  backend get /api', '    backend select']);
    expect(detailsOf(trace)[1]!.spanId).toBe('000000000000000b');
  });

  test('what the client side does meanwhile stays below the client', () => {
    const local = { ...QUERY, id: 'd', name: 'encode', localEndpoint: FRONT };
    expect(outline(only([...SHARED, local]))).toContain('    frontend encode');
    expect(outline(only([...SHARED, { ...local, localEndpoint: null }]))).toContain('    unknown_service encode');
  });

  test('two servers with one ID are two children, each with its own spans', () => {
    const other = { ...BACK, serviceName: 'cache' };
    const trace = only([
      ...SHARED,
      { ...SERVER, name: 'lookup', timestamp: US + 2500, localEndpoint: other },
      { ...QUERY, id: 'e', name: 'hit', timestamp: US + 2600, localEndpoint: other },
    ]);
    expect(outline(trace).slice(2)).toEqual([
      '    backend get /api',
      '      backend select',
      '    cache lookup',
      '      cache hit',
    ]);
  });

  test('the parent that only one half knows counts for both', () => {
    const { parentId: _, ...rootless } = CLIENT;
    expect(outline(only([ROOT, rootless, SERVER, QUERY]))).toEqual(outline(only(SHARED)));
  });

  test('without any endpoint it is still below its client (zipkin #3072)', () => {
    const bare = (span: object): object => ({ ...span, localEndpoint: undefined });
    expect(outline(only([SERVER, CLIENT, ROOT].map(bare)))).toEqual([
      'unknown_service get /',
      '  unknown_service get',
      '    unknown_service get /api',
    ]);
  });
});

describe('reports in pieces', () => {
  test('are one span', () => {
    const pieces = [
      { ...ROOT, duration: undefined, tags: { first: '1' }, name: undefined },
      { traceId: TRACE_ID, id: 'a', duration: 4000 },
      {
        traceId: TRACE_ID,
        id: 'a',
        timestamp: US + 5,
        name: 'get /late',
        localEndpoint: FRONT,
        tags: { first: '1', second: '2' },
      },
    ];
    const trace = only(pieces);
    const [detail] = detailsOf(trace);
    expect(trace.header).toMatchObject({ count: 1, warnings: [] });
    expect(detail).toMatchObject({ name: 'get /late', kind: 'server', durationNs: 4_000_000, service: 'frontend' });
    expect(detail!.attributes.map(({ key }) => key)).toEqual(['first', 'second']);
  });

  test('a tag with two values keeps both', () => {
    const [detail] = detailsOf(
      only([
        { ...ROOT, tags: { k: '1' } },
        { ...ROOT, tags: { k: '2' } },
      ]),
    );
    expect(detail!.attributes).toHaveLength(2);
  });

  test('two services under one ID by mistake are both shown', () => {
    const trace = only([ROOT, { ...ROOT, name: 'other', localEndpoint: BACK }]);
    expect(trace.header.count).toBe(2);
    expect(trace.header.warnings).toEqual([{ repair: 'duplicate-id', count: 1 }]);
  });

  test('the right half of a trace ID means the whole one', () => {
    const trace = only([ROOT, { ...CLIENT, traceId: TRACE_ID.slice(16) }]);
    expect(trace.header).toMatchObject({ traceId: TRACE_ID, count: 2 });
  });
});

describe('odd fields', () => {
  test.each([
    [
      'IDs short and in upper case',
      { traceId: 'ABC', id: 'F' },
      { traceId: 'abc'.padStart(32, '0'), spanId: 'f'.padStart(16, '0') },
    ],
    [
      'times as text',
      { timestamp: '1767225600000001', duration: '5' },
      { startEpochNs: '1767225600000001000', durationNs: 5000 },
    ],
    ['times with a fraction', { timestamp: 1.5, duration: 2.25 }, { startEpochNs: '1500', durationNs: 2250 }],
    ['a kind in lower case', { kind: 'producer' }, { kind: 'producer' }],
    ['no kind', { kind: undefined }, { kind: 'unspecified' }],
    ['no start', { timestamp: undefined }, { repairs: ['missing-start', 'missing-end'] }],
    ['no duration', { duration: null }, { repairs: ['missing-end'], durationNs: 0 }],
    ['a negative duration', { duration: -1 }, { repairs: ['negative-duration'] }],
    ['no endpoint', { localEndpoint: null }, { service: 'unknown_service' }],
    ['an error that says false', { tags: { error: 'false' } }, { status: 'unset' }],
    ['an error that says nothing', { tags: { error: '' } }, { status: 'error', statusMessage: '', attributes: [] }],
    ['no name', { name: undefined }, { name: '' }],
  ])('%s', (_, change, expected) => {
    expect(spanOf(change)).toMatchObject(expected);
  });

  test('times past 2^53 are exact', () => {
    const text = JSON.stringify([{ ...ROOT, timestamp: 0, duration: 0 }])
      .replace('"timestamp":0', '"timestamp":9007199254740993')
      .replace('"duration":0', '"duration":3');
    expect(detailsOf(only(text))[0]).toMatchObject({ startEpochNs: '9007199254740993000', durationNs: 3000 });
  });

  test('what has no place in OTLP stays an attribute', () => {
    expect(pairs(spanOf({ kind: 'proxy', debug: true }).attributes)).toEqual({
      'zipkin.kind': 'PROXY',
      'zipkin.debug': true,
    });
    expect(pairs(spanOf({ timestamp: undefined }).attributes)).toEqual({ 'zipkin.duration_ns': '9000000' });
    expect(pairs(spanOf({ tags: { n: 1, o: { a: [true] }, __proto__: 'x' } }).attributes)).toEqual({
      n: '1',
      o: '{"a":[true]}',
    });
  });

  test.each([
    ['no trace ID', { traceId: '' }, 'trace-id'],
    ['a trace ID that is no hex', { traceId: 'zz' }, 'trace-id'],
    ['no ID', { id: undefined }, 'span-id'],
    ['a time that is no number', { timestamp: 'yesterday' }, 'malformed-span'],
    ['a time past 64 bits', { timestamp: 2e19 }, 'malformed-span'],
  ])('a span with %s is counted and the others are kept', (_, change, reason) => {
    const read = readFile([CLIENT, { ...ROOT, ...change }]);
    expect(read.rejected).toEqual([{ reason, count: 1 }]);
    expect(read.traces[0]!.header.count).toBe(1);
  });

  test('more spans than the limit are refused while reading', () => {
    const limits = { ...FILE_LIMITS, maxSpans: 3 };
    expect(() => zipkinJsonToProto(bytesOf(SHARED), limits)).toThrow(/more than 3/);
  });
});

describe('version 1', () => {
  const endpoint = { serviceName: 'orders', ipv4: '10.0.0.1' };
  test('has its kind, times and endpoint in annotations', () => {
    const trace = only([
      {
        traceId: 'abc',
        id: '1',
        name: 'get',
        annotations: [
          { timestamp: US, value: 'cs', endpoint },
          { timestamp: US + 700, value: 'cr', endpoint },
        ],
        binaryAnnotations: [
          { key: 'http.path', value: '/orders', endpoint },
          { key: 'sa', value: true, endpoint: { serviceName: 'stock', ipv4: '10.0.0.7', port: 80 } },
        ],
      },
      {
        traceId: 'abc',
        id: '1',
        name: 'get',
        annotations: [{ timestamp: US + 1, value: 'sr', endpoint: { serviceName: 'stock' } }],
      },
    ]);
    expect(outline(trace)).toEqual(['orders get', '  stock get']);
    const [client] = detailsOf(trace);
    expect(client).toMatchObject({ kind: 'client', durationNs: 700_000, events: [{ name: 'cs' }, { name: 'cr' }] });
    expect(pairs(client!.attributes)).toMatchObject({
      'http.path': '/orders',
      'peer.service': 'stock',
      'network.peer.port': '80',
    });
  });
});

describe('what exporters of OpenTelemetry made of a span', () => {
  test('becomes it again', () => {
    const detail = spanOf({
      kind: undefined,
      tags: {
        'otel.status_code': 'ERROR',
        'otel.status_description': 'no stock',
        error: 'true',
        'otel.scope.name': 'shop',
        'otel.scope.version': '2',
        'otel.library.name': 'shop',
        'otel.library.version': '2',
        'w3c.tracestate': 'a=b',
        'otel.dropped_events_count': '3',
        'telemetry.sdk.language': 'java',
        'host.name': 'h1',
        'otlp.link.0': `${TRACE_ID}|00000000000000aa|x=y|{"n":1}|0`,
        'http.route': '/',
      },
    });
    expect(detail).toMatchObject({
      kind: 'internal',
      status: 'error',
      statusMessage: 'no stock',
      traceState: 'a=b',
      scope: { name: 'shop', version: '2' },
      links: [
        {
          traceId: TRACE_ID,
          spanId: '00000000000000aa',
          attributes: [{ key: 'n', value: { type: 'int', value: '1' } }],
        },
      ],
    });
    expect(pairs(detail.attributes)).toEqual({ 'http.route': '/' });
    expect(pairs(detail.resource)).toMatchObject({ 'telemetry.sdk.language': 'java', 'host.name': 'h1' });
  });

  test.each([
    ['OK', { 'otel.status_code': 'OK' }, { status: 'ok' }],
    [
      'the Collector',
      { 'otel.status_code': 'STATUS_CODE_ERROR', error: 'true' },
      { status: 'error', statusMessage: '' },
    ],
    ['the specification', { 'otel.status_code': 'ERROR', error: 'boom' }, { status: 'error', statusMessage: 'boom' }],
  ])('status by %s', (_, tags, expected) => {
    expect(spanOf({ tags })).toMatchObject({ ...expected, attributes: [] });
  });

  test('a status that is none stays an attribute', () => {
    expect(pairs(spanOf({ tags: { 'otel.status_code': 'MAYBE', 'otlp.link.0': 'x' } }).attributes)).toEqual({
      'otel.status_code': 'MAYBE',
      'otlp.link.0': 'x',
    });
  });

  test.each([
    ['Java', '"exception":{"exception.type":"E","n":9007199254740993}'],
    ['Python', '{"exception": {"exception.type": "E", "n": 9007199254740993}}'],
    ['Go', 'exception: {"exception.type":"E","n":9007199254740993}'],
    ['the Collector', 'exception|{"exception.type":"E","n":9007199254740993}|0'],
  ])('an event by %s', (_, value) => {
    const [event] = spanOf({ annotations: [{ timestamp: US, value }] }).events;
    expect(event!.name).toBe('exception');
    expect(pairs(event!.attributes)).toEqual({ 'exception.type': 'E', n: '9007199254740993' });
  });

  test.each(['ws', 'a: {b}', '{"a":1}', '"a"', 'a|b|c', '{"a":{},"b":{}}', 'x|{"a":1}|', '"a":{"b":1} ', ': {}'])(
    'an annotation %s is a name',
    (value) => {
      expect(spanOf({ annotations: [{ timestamp: US, value }] }).events).toMatchObject([
        { name: value, attributes: [] },
      ]);
    },
  );
});

const id = fc.integer({ min: 1, max: 6 }).map((n) => n.toString(16));
const endpoint = fc.option(
  fc.record({ serviceName: fc.constantFrom('a', 'b', ''), ipv4: fc.constantFrom('10.0.0.1', undefined) }),
  {
    nil: undefined,
  },
);
const anySpan = fc.record({
  traceId: fc.constantFrom(TRACE_ID, TRACE_ID.slice(16), 'f'),
  id,
  parentId: fc.option(id, { nil: undefined }),
  kind: fc.constantFrom('CLIENT', 'SERVER', undefined),
  shared: fc.constantFrom(true, undefined),
  name: fc.constantFrom('x', 'y', undefined),
  timestamp: fc.option(fc.integer({ min: US, max: US + 3 }), { nil: undefined }),
  duration: fc.option(fc.nat(5), { nil: undefined }),
  localEndpoint: endpoint,
  remoteEndpoint: endpoint,
  tags: fc.dictionary(fc.constantFrom('k', 'error', 'otel.scope.name'), fc.constantFrom('1', '2'), { maxKeys: 2 }),
  annotations: fc.array(fc.record({ timestamp: fc.constant(US), value: fc.constantFrom('ws', 'wr') }), {
    maxLength: 2,
  }),
});

describe('whatever comes', () => {
  test('the order of spans and lists does not matter, nor does a report sent twice', () => {
    const shuffled = fc
      .array(anySpan, { minLength: 1, maxLength: 12 })
      .chain((spans) =>
        fc.tuple(
          fc.constant(spans),
          fc.shuffledSubarray([...spans, ...spans], { minLength: 2 * spans.length }),
          fc.nat(12),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([spans, others, cut]) => {
        const [before, after] = [spans, [others.slice(0, cut), others.slice(cut)]].map(
          (json) => zipkinJsonToProto(bytesOf(json), FILE_LIMITS).bytes,
        );
        expect(after).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  test('every span ID is one span, and every report is in one', () => {
    fc.assert(
      fc.property(fc.array(anySpan, { minLength: 1, maxLength: 12 }), (spans) => {
        for (const trace of readFile(spans).traces) {
          const details = detailsOf(trace);
          const services = new Set(details.map(({ service }) => service));
          // Only one ID used by two services as their own is double, which the trace says.
          const ids = new Set(details.map(({ spanId }) => spanId));
          const doubles = trace.header.warnings.find(({ repair }) => repair === 'duplicate-id')?.count ?? 0;
          expect(ids.size + doubles).toBe(details.length);
          expect(services.size).toBeGreaterThan(0);
        }
      }),
    );
  });

  test('any JSON gives a result or a Problem', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        try {
          zipkinJsonToProto(
            bytesOf([
              a,
              [{ ...ROOT, tags: a, annotations: b, localEndpoint: b }],
              { ...ROOT, binaryAnnotations: a, timestamp: b },
            ]),
            RECEIVER_LIMITS,
          );
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Problem);
        }
      }),
    );
  });

  test('100,000 spans under one ID and 100,000 halves are read in seconds', { timeout: 60_000 }, () => {
    const start = performance.now();
    const many = Array.from({ length: 50_000 }, (_, i) => ({ ...SERVER, localEndpoint: { serviceName: `s${i}` } }));
    expect(readFile([CLIENT, ...many]).traces[0]!.header.count).toBe(50_001);
    const pieces = Array.from({ length: 100_000 }, (_, i) => ({ traceId: TRACE_ID, id: 'a', timestamp: US + i }));
    expect(readFile(pieces).traces[0]!.header.count).toBe(1);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
