import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTraceIds, readTraceId } from '../../../src/core/traceIdText.ts';

const T = '0af7651916cd43dd8448eb211c80319c';
const S = 'b7ad6b7169203331';
const P = '00f067aa0ba902b7';
const T64 = '463ac35c9f6413ad';
const PADDED = `0000000000000000${T64}`;
const UUID = '0af76519-16cd-43dd-8448-eb211c80319c';
/** T and S as bytes in base64. */
const T_BASE64 = 'CvdlGRbNQ92ESOshHIAxnA==';
const S_BASE64 = 't61rcWkgMzE=';

interface Expected {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly sampled?: boolean;
  readonly form?: string;
  readonly certain?: boolean;
}

/** One hit a line: the sample, what is expected of it; `traceId` is T and `certain` true unless said otherwise. */
const SAMPLES: readonly (readonly [name: string, text: string, expected: Expected])[] = [
  ['traceparent', `traceparent: 00-${T}-${S}-01`, { form: 'traceparent', spanId: S, sampled: true }],
  ['traceparent not sampled', `00-${T}-${S}-00`, { form: 'traceparent', spanId: S, sampled: false }],
  ['traceparent of the future', `cc-${T}-${S}-01-what-comes`, { form: 'traceparent', spanId: S, sampled: true }],
  ['traceparent upper case', `TRACEPARENT: 00-${T}-${S}-01`.toUpperCase(), { form: 'traceparent', spanId: S }],
  ['traceparent that is only an ID', `traceparent=${T}`, { form: 'bare', certain: false }],
  ['elastic traceparent', `elastic-apm-traceparent: 00-${T}-${S}-01`, { form: 'traceparent', spanId: S }],
  [
    'uber-trace-id stripped',
    'uber-trace-id: 463ac35c9f6413ad:1f2:0:1',
    { form: 'uber-trace-id', traceId: PADDED, spanId: '00000000000001f2', sampled: true },
  ],
  [
    'uber-trace-id tiny',
    'uber-trace-id: 1:2:0:0',
    { traceId: `${'0'.repeat(31)}1`, spanId: `${'0'.repeat(15)}2`, sampled: false },
  ],
  ['uber-trace-id encoded', `uber-trace-id=${T}%3A${S}%3A0%3A1`, { form: 'uber-trace-id', spanId: S, sampled: true }],
  ['uber without its key', `got ${T}:${S}:${P}:1 from upstream`, { form: 'uber-trace-id', spanId: S }],
  ['b3', `b3: ${T}-${S}-1-${P}`, { form: 'b3', spanId: S, sampled: true }],
  ['b3 64-bit', `b3: ${T64}-${S}-d`, { form: 'b3', traceId: PADDED, spanId: S, sampled: true }],
  ['b3 64-bit without flag', `${T64}-${S}`, { form: 'b3', traceId: PADDED, spanId: S, certain: false }],
  ['b3 deny', `b3: ${T}-${S}-0`, { form: 'b3', spanId: S, sampled: false }],
  [
    'b3 multi',
    `X-B3-TraceId: ${T64} X-B3-SpanId: ${S} X-B3-ParentSpanId: ${P} X-B3-Sampled: 1`,
    { form: 'keyed', traceId: PADDED, spanId: S, sampled: true },
  ],
  ['sentry-trace', `sentry-trace: ${T}-${S}-1`, { form: 'b3', spanId: S, sampled: true }],
  ['sentry baggage', `baggage: sentry-environment=prod,sentry-trace_id=${T},sentry-release=1`, { form: 'keyed' }],
  ['Spring Boot', `INFO 1234 --- [app] [main] [${T}-${S}] c.e.Demo : hi`, { form: 'bracket', spanId: S }],
  ['Spring Boot upper case', `[${T}-${S}] x`.toUpperCase(), { form: 'bracket', spanId: S }],
  [
    'X-Ray header',
    'X-Amzn-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
    { form: 'x-ray', traceId: '5759e988bd862e3fe1be46a994272793', spanId: '53995c3f42cd8ad8', sampled: true },
  ],
  [
    'X-Ray behind a load balancer',
    'Self=1-67891234-12456789abcdef0123456789;Root=1-5759e988-bd862e3fe1be46a994272793',
    { form: 'x-ray', traceId: '5759e988bd862e3fe1be46a994272793' },
  ],
  [
    'Lambda',
    'XRAY TraceId: 1-5759e988-bd862e3fe1be46a994272793\tSegmentId: 53995c3f42cd8ad8\tSampled: true',
    { form: 'x-ray', traceId: '5759e988bd862e3fe1be46a994272793', spanId: '53995c3f42cd8ad8', sampled: true },
  ],
  [
    'X-Ray environment',
    '_X_AMZN_TRACE_ID=Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0',
    { form: 'x-ray', traceId: '5759e988bd862e3fe1be46a994272793', sampled: false },
  ],
  [
    'Google log',
    `{"logging.googleapis.com/trace":"projects/my-p/traces/${T}","logging.googleapis.com/spanId":"${S}"}`,
    { form: 'gcp', spanId: S },
  ],
  [
    'X-Cloud-Trace-Context',
    `X-Cloud-Trace-Context: ${T}/13235353014750950193;o=1`,
    { form: 'gcp', spanId: S, sampled: true },
  ],
  ['X-Cloud-Trace-Context without options', `x-cloud-trace-context: ${T}/1`, { spanId: '0000000000000001' }],
  [
    'Datadog decimal',
    '[dd.env=prod dd.service=web dd.version=1 dd.trace_id=5060571933882717101 dd.span_id=13235353014750950193]',
    { form: 'datadog', traceId: PADDED, spanId: S, certain: false },
  ],
  [
    'Datadog with the high half',
    'x-datadog-trace-id: 5060571933882717101, x-datadog-tags: _dd.p.tid=640cfd8d00000000',
    { form: 'datadog', traceId: `640cfd8d00000000${T64}` },
  ],
  [
    'a number too large for Datadog is hex',
    'dd.trace_id=99999999999999999999',
    { form: 'keyed', traceId: '00000000000099999999999999999999' },
  ],
  ['Datadog 128-bit', `dd.trace_id=${T} dd.span_id=13235353014750950193`, { form: 'keyed', spanId: S }],
  [
    'Datadog nested',
    '{"dd":{"service":"web","trace_id":"5060571933882717101","span_id":"13235353014750950193"}}',
    { form: 'datadog', traceId: PADDED, spanId: S, certain: false },
  ],
  ['Honeycomb', `X-Honeycomb-Trace: 1;trace_id=${UUID},parent_id=${S}`, { form: 'uuid' }],
  ['Honeycomb field', `{"trace.trace_id":"${T}","trace.span_id":"${S}"}`, { form: 'keyed', spanId: S }],
  ['New Relic decoration', `hello NR-LINKING|MTE2fEFQTQ|host-1|${T}|${S}|my%20app|`, { form: 'new-relic', spanId: S }],
  ['Azure operation', `"operation_Id":"${T}"`, { form: 'azure' }],
  ['Azure legacy', `Request-Id: |${T}.${S}.`, { form: 'azure' }],
  ['ECS', `{"trace.id":"${T}","transaction.id":"${P}"}`, { form: 'keyed' }],
  ['ECS nested', `{"trace":{"id":"${T}"},"span":{"id":"${S}"},"transaction":{"id":"${P}"}}`, { spanId: S }],
  ['keyed UUID', `traceId=${UUID}`, { form: 'uuid' }],
  ['Python console', `"trace_id": "0x${T}", "span_id": "0x${S}", "parent_id": "0x${P}"`, { spanId: S }],
  ['0x alone', `id 0x${T}`, { form: 'bare', certain: false }],
  ['base64 field', `{"traceId":"${T_BASE64}","spanId":"${S_BASE64}"}`, { form: 'base64', spanId: S }],
  ['bare 32', `failed: ${T}`, { form: 'bare', certain: false }],
  ['bare 16', `failed: ${T64}`, { form: 'bare-64', traceId: PADDED, certain: false }],
  // 4.2, log layouts
  ['OTel fields', `trace_id=${T} span_id=${S} trace_flags=01`, { form: 'keyed', spanId: S, sampled: true }],
  ['syslog', `[opentelemetry trace_id="${T}" span_id="${S}"]`, { spanId: S }],
  [
    'pino',
    `{"level":30,"trace_id":"${T}","span_id":"${S}","trace_flags":"00","msg":"x"}`,
    { spanId: S, sampled: false },
  ],
  ['JSON with spaces', `{ "span_id": "${S}", "parent_span_id": "${P}", "trace_id": "${T}" }`, { spanId: S }],
  ['JSON in a JSON string', `{"log":"{\\"trace_id\\":\\"${T}\\",\\"span_id\\":\\"${S}\\"}\\n"}`, { spanId: S }],
  ['Spring Boot 3.0', `INFO [app,${T},${S}] 1 --- [main]`, { form: 'bracket', spanId: S }],
  ['Sleuth', `INFO [app,${T64},${S},true] 1`, { form: 'bracket', traceId: PADDED, spanId: S, sampled: true }],
  ['Sleuth JSON', `{"trace":"${T64}","span":"${S}","parent":"${P}"}`, { traceId: PADDED, spanId: S }],
  [
    'ASP.NET scopes',
    `=> SpanId:${S}, TraceId:${T}, ParentId:0000000000000000 => ConnectionId:0HMVD => RequestPath:/`,
    { spanId: S },
  ],
  ['ASP.NET problem details', `"traceId":"00-${T}-${S}-01"`, { form: 'traceparent', spanId: S }],
  ['Serilog CLEF', `{"@t":"2026-01-01","@m":"x","@tr":"${T}","@sp":"${S}"}`, { spanId: S }],
  [
    'Python OTel',
    `[trace_id=${T} span_id=${S} resource.service.name=shop trace_sampled=True] - hi`,
    { spanId: S, sampled: true },
  ],
  ['Python record fields', `otelTraceID=${T} otelSpanID=${S} otelTraceSampled=False`, { spanId: S, sampled: false }],
  ['Go logfmt', `level=info traceID=${T} msg=x`, {}],
  ['zero-stripped', 'traceID=f7651916cd43dd8448eb211c80319c', { traceId: '00f7651916cd43dd8448eb211c80319c' }],
  ['Ruby hash', `"trace_id"=>"${T}", "span_id"=>"${S}"`, { spanId: S }],
  ['ALB field', '"Root=1-5759e988-bd862e3fe1be46a994272793" "d" "c"', { traceId: '5759e988bd862e3fe1be46a994272793' }],
  ['JS console exporter', `  traceId: '${T}',`, {}],
  ['.NET console exporter', `Activity.TraceId:            ${T}`, {}],
  ['Collector debug', `    Trace ID       : ${T}`, {}],
  ['Java exporter', `'GET /orders' : ${T} ${S} SERVER [tracer: shop:1]`, { form: 'keyed', spanId: S }],
  ['OTLP JSON', `"traceId":"${T}","spanId":"${S}"`, { spanId: S }],
  ['coloured logrus', `\u001B[36mINFO\u001B[0m \u001B[36mtrace_id\u001B[0m=\u001B[1m${T}\u001B[0m`, { form: 'keyed' }],
  ['upper case keyed', `TraceId=${T.toUpperCase()}`, {}],
  // UIs
  ['Jaeger URL', `http://localhost:16686/trace/${T}?uiFind=${S}`, { form: 'url', spanId: S }],
  ['Zipkin URL', `http://localhost:9411/zipkin/traces/${T64}`, { form: 'url', traceId: PADDED }],
  ['Datadog URL', `https://app.datadoghq.com/apm/trace/${T}?spanID=13235353014750950193`, { form: 'url', spanId: S }],
  [
    'X-Ray URL',
    'https://x.aws.amazon.com/xray/home#xray:traces/1-5759e988-bd862e3fe1be46a994272793',
    { form: 'x-ray', traceId: '5759e988bd862e3fe1be46a994272793' },
  ],
  ['Sentry URL', `https://o.sentry.io/explore/traces/trace/${T}/`, { form: 'url' }],
  ['Sentry performance URL', `https://o.sentry.io/performance/trace/${T}/?a=1`, { form: 'url' }],
  ['Google URL', `https://console.cloud.google.com/traces/explorer?project=p&tid=${T}`, { form: 'url' }],
  ['Aspire URL', `https://localhost:17000/traces/detail/${T}`, { form: 'url' }],
  ['Honeycomb URL', `https://ui.honeycomb.io/t/environments/e/datasets/d/trace?trace_id=${T}&span=${S}`, { spanId: S }],
  [
    'Grafana URL',
    `https://g/explore?panes=%7B%22a%22:%7B%22queries%22:%5B%7B%22query%22:%22${T}%22%7D%5D%7D%7D`,
    { form: 'url' },
  ],
];

/** Texts without a trace ID. */
const NOTHING: readonly (readonly [name: string, text: string])[] = [
  ['empty', ''],
  ['Git commit', 'commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad'],
  ['image digest', `sha256:${'ab12'.repeat(16)}`],
  ['64 digits keyed', `trace_id=${'ab12'.repeat(16)}`],
  ['Envoy request ID', `"${UUID}" x-request-id: ${UUID}`],
  ['request ID of 32 digits', `request_id=${T}`],
  ['all zero', `00-${'0'.repeat(32)}-${S}-01 trace_id=${'0'.repeat(32)}`],
  ['version ff', `version ff-${T.slice(0, 31)}g-${S}-01`],
  ['Python without a span', 'trace_id=0 span_id=0 trace_sampled=False'],
  ['span alone', `span_id=${S}`],
  ['parent alone', `parentSpanId=${S} parent=${T} parentTraceId=${T}`],
  ['.NET request ID', 'RequestId:0HMVD9IKQ8H8A:00000002'],
  ['times and addresses', '12:34:56:78 2001:db8:85a3:8d3:1319:8a2e:370:7348 de:ad:be:ef:00:01'],
  ['microseconds', 'at 1700000000000000 took 12'],
  ['blank Spring brackets', `[${' '.repeat(49)}] x`],
  ['hashed file name', `app.${T}.js`],
  ['Collector zero parent', 'Parent ID      : '],
  ['a word', 'trace id: deadbeefcafe0'.slice(0, 15)],
];

describe('findTraceIds', () => {
  it.each(SAMPLES)('%s', (_name, text, expected) => {
    const hits = findTraceIds(text);
    expect(hits).toHaveLength(1);
    expect(hits[0]).toMatchObject({ traceId: T, certain: true, ...expected });
    // The same inside a longer text, in other positions.
    const moved = findTraceIds(`first\n${text}\nlast`);
    expect(moved).toEqual([{ ...hits[0]!, start: hits[0]!.start + 6, end: hits[0]!.end + 6 }]);
  });

  it.each(NOTHING)('nothing in: %s', (_name, text) => {
    expect(findTraceIds(text)).toEqual([]);
  });

  it('covers exactly the ID', () => {
    const text = `a trace_id="${T}" b`;
    const [hit] = findTraceIds(text);
    expect(text.slice(hit!.start, hit!.end)).toBe(T);
  });

  it('looks at the first 16 Ki characters of a line', () => {
    const blank = ' '.repeat(16_384 - T.length);
    const digest = T + T;
    const text = `${blank}${T}\n${blank} ${T} and more\n${blank}${digest}\n${T}`;
    expect(findTraceIds(text).map((hit) => hit.start)).toEqual([blank.length, text.length - T.length]);
  });

  it('gives each of several traces its own span', () => {
    const other = T.replace('0af', '1bf');
    const hits = findTraceIds(`{"traceId":"${T}","spanId":"${S}"},{"traceId":"${other}","spanId":"${P}"}`);
    expect(hits.map((hit) => [hit.traceId, hit.spanId])).toEqual([
      [T, S],
      [other, P],
    ]);
  });

  it('never takes the parent for the span', () => {
    const [hit] = findTraceIds(`trace_id=${T} parent_span_id=${P}`);
    expect(hit).not.toHaveProperty('spanId');
  });

  it('never throws, slices to the text, keeps order, does not overlap', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(...SAMPLES.map(([, text]) => text)),
      fc.constantFrom('trace_id=', 'dd.trace_id=', '"', '-', ':', '%3A', '\n', '\u001B[0m', '[', ']', '1-', '==', '0x'),
      fc.stringMatching(/^[0-9a-fA-F]{0,70}$/),
      fc.stringMatching(/^[0-9]{0,25}$/),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        let last = 0;
        for (const hit of findTraceIds(text)) {
          expect(hit.start).toBeGreaterThanOrEqual(last);
          expect(hit.end).toBeGreaterThan(hit.start);
          expect(hit.end).toBeLessThanOrEqual(text.length);
          expect(hit.traceId).toMatch(/^(?!0+$)[0-9a-f]{32}$/);
          if (hit.spanId !== undefined) expect(hit.spanId).toMatch(/^(?!0+$)[0-9a-f]{16}$/);
          if (hit.form === 'keyed' || hit.form === 'bare')
            expect(text.slice(hit.start, hit.end).toLowerCase()).toContain(hit.traceId.replace(/^0+/, ''));
          last = hit.end;
        }
        readTraceId(text);
      }),
      { numRuns: 500 },
    );
  });

  const HOSTILE: readonly (readonly [name: string, unit: string])[] = [
    ['hex', 'a1b2'],
    ['a', 'a'],
    ['brackets', '['],
    ['separators', 'trace_id="""" '],
    ['almost uber', 'abcdefabcdefabcdef:'],
    ['almost traceparent', `00-${T}-`],
    ['almost URL', '/traces/trace'],
    ['almost Datadog', 'dd.trace_id=1 _dd.p.tid=1 '],
    ['parents', 'parent span '],
    ['New Relic', 'NR-LINKING||'],
    ['blanks', 'trace id                       '],
    ['colours', '\u001B[36m a1b2c3d4'],
    ['hits', `${T} `],
  ];
  it.each(HOSTILE)('takes linear time: %s', (_name, unit) => {
    for (const newline of ['', '\n']) {
      const line = unit.repeat(Math.ceil(16_384 / unit.length)) + newline;
      const text = line.repeat(Math.ceil(1_048_576 / line.length));
      const start = performance.now();
      findTraceIds(text);
      // Measured 5 to 300 ms; a quadratic pattern would take minutes. The slack is for a busy machine.
      expect(performance.now() - start).toBeLessThan(3_000);
    }
  });
});

describe('readTraceId', () => {
  it.each([
    ['an ID', T, T],
    ['with blanks and quotes', `  "${T.toUpperCase()}",\n`, T],
    ['zero-stripped', 'f7651916cd43dd8448eb211c80319c', '00f7651916cd43dd8448eb211c80319c'],
    ['64 bits', T64, PADDED],
    ['16 decimal digits', '1234567890123456', '00000000000000001234567890123456'],
    ['Datadog decimal', '5060571933882717101', PADDED],
    ['UUID', UUID, T],
    ['0x', `0x${T}`, T],
    ['base64', T_BASE64, T],
    ['base64 without padding', T_BASE64.slice(0, 22), T],
    ['base64url', '-_-_-_-_-_-_-_-_-_-_-w', 'fbffbffbffbffbffbffbffbffbffbffb'],
    ['traceparent', `00-${T}-${S}-01`, T],
    ['a URL', `http://localhost:16686/trace/${T}`, T],
    ['the certain one of several', `etag=${T.replace('0', '9')} span=${S} trace_id=${T}`, T],
    ['the long one of uncertain ones', `${T64} and ${T}`, T],
  ])('%s', (_name, text, traceId) => {
    expect(readTraceId(text)?.traceId).toBe(traceId);
  });

  it('keeps the span of a log line', () => {
    expect(readTraceId(`12:00 ERROR trace_id=${T} span_id=${S} boom`)).toMatchObject({ traceId: T, spanId: S });
  });

  it('says when 16 digits may be a span ID', () => {
    expect(readTraceId(T64)).toMatchObject({ form: 'bare-64', certain: false });
  });

  it('covers the ID inside what was pasted', () => {
    const text = `  "${T}"\n`;
    const hit = readTraceId(text)!;
    expect(text.slice(hit.start, hit.end)).toBe(T);
  });

  it.each(['', 'hello', 'cafe', '3b18e51', '3b18e512dba79e4c8300dd08aeb37f8e728b8dad', '0'.repeat(32), `span_id=${S}`])(
    'nothing in %j',
    (text) => {
      expect(readTraceId(text)).toBeUndefined();
    },
  );
});
