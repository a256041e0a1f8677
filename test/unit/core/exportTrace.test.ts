import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Trace } from '../../../src/core/assemble.ts';
import { exportJaegerJson } from '../../../src/core/formats/exportJaegerJson.ts';
import { exportOtlpJson } from '../../../src/core/formats/exportOtlpJson.ts';
import { FILE_LIMITS } from '../../../src/core/formats/limits.ts';
import { spanDetail } from '../../../src/core/spanDetail.ts';
import { spanText } from '../../../src/core/spanText.ts';
import { readTraces } from '../../../src/parser/readTraces.ts';
import { anyPayload, OTHER_TRACE } from './anyPayload.ts';
import { bytesOf, EPOCH_NS, otlpPayload, otlpSpan, spanId, TRACE } from './payloads.ts';
import { detailsOf, seen } from './seen.ts';

function tracesOf(...payloads: readonly (object | Uint8Array)[]): readonly Trace[] {
  const chunks = payloads.map((payload) => (payload instanceof Uint8Array ? payload : bytesOf(payload)));
  return readTraces(chunks, undefined, FILE_LIMITS).traces;
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('OTLP JSON', () => {
  test('reading an export back gives the same trace, whatever was in it', () => {
    fc.assert(
      fc.property(fc.array(anyPayload, { minLength: 1, maxLength: 3 }), (payloads) => {
        for (const trace of readTraces(payloads.map(bytesOf), 'otlp-json', FILE_LIMITS).traces) {
          const exported = exportOtlpJson(trace, false);
          const again = readTraces([exported], undefined, FILE_LIMITS);
          expect(again.format).toBe('otlp-json');
          expect(again.rejected).toEqual([]);
          expect(again.traces).toHaveLength(1);
          expect(seen(again.traces[0]!)).toEqual(seen(trace));
          expect(exportOtlpJson(again.traces[0]!, false)).toEqual(exported);
        }
      }),
    );
  });

  test('what the details do not show is there as well', () => {
    const sent = {
      resourceSpans: [
        {
          resource: { attributes: [], droppedAttributesCount: 3 },
          scopeSpans: [
            {
              scope: { name: 's', version: '1', attributes: [], droppedAttributesCount: 4 },
              spans: [otlpSpan({ id: 1, flags: 4294967295, droppedEventsCount: 1, droppedLinksCount: 2 })],
              schemaUrl: 'https://b',
            },
          ],
          schemaUrl: 'https://a',
        },
      ],
    };
    const exported = JSON.parse(textOf(exportOtlpJson(tracesOf(sent)[0]!, false))) as {
      resourceSpans: { schemaUrl: string; resource: object; scopeSpans: { schemaUrl: string; spans: object[] }[] }[];
    };
    const [resource] = exported.resourceSpans;
    expect(resource).toMatchObject({ schemaUrl: 'https://a', resource: { droppedAttributesCount: 3 } });
    expect(resource!.scopeSpans[0]).toMatchObject({
      schemaUrl: 'https://b',
      scope: { name: 's', version: '1', droppedAttributesCount: 4 },
      spans: [{ flags: 4294967295, droppedEventsCount: 1, droppedLinksCount: 2 }],
    });
    expect(resource!.scopeSpans[0]!.spans[0]).toMatchObject({ startTimeUnixNano: String(EPOCH_NS) });
  });

  test('only the spans of the trace are in it', () => {
    const both = tracesOf(
      otlpPayload([otlpSpan({ id: 1 }), otlpSpan({ id: 2, traceId: OTHER_TRACE }), otlpSpan({ id: 3 })]),
    );
    const trace = both.find(({ header }) => header.traceId === TRACE)!;
    const exported = textOf(exportOtlpJson(trace, false));
    expect(exported).not.toContain(OTHER_TRACE);
    expect(exported).toContain(spanId(3));
  });

  test('values nested to the limit and past it end in a note', () => {
    let value: object = { stringValue: 'bottom' };
    for (let i = 0; i < 40; i++) value = { arrayValue: { values: [value] } };
    const [trace] = tracesOf(otlpPayload([otlpSpan({ id: 1, attributes: [{ key: 'deep', value }] })]));
    const exported = exportOtlpJson(trace!, false);
    expect(textOf(exported)).toContain('(nested too deep)');
    expect(seen(tracesOf(exported)[0]!)).toEqual(seen(trace!));
  });

  test('100,000 spans are written in seconds', { timeout: 30_000 }, () => {
    const spans = Array.from({ length: 100_000 }, (_, id) => otlpSpan({ id: id + 1, parent: id }));
    const [trace] = tracesOf(otlpPayload(spans));
    const start = performance.now();
    expect(exportOtlpJson(trace!, true).length).toBeGreaterThan(10_000_000);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe('Jaeger JSON', () => {
  const sent = otlpPayload([
    otlpSpan({ id: 1, kind: 2, start: 5000, end: 9_000_999, status: { code: 2, message: 'no' }, traceState: 'a=b' }),
    otlpSpan({
      id: 2,
      parent: 1,
      start: 7000,
      end: 8000,
      attributes: [
        { key: 'int', value: { intValue: '9007199254740993' } },
        { key: 'small', value: { intValue: '-7' } },
        { key: 'double', value: { doubleValue: 0.1 } },
        { key: 'bool', value: { boolValue: false } },
        { key: 'list', value: { arrayValue: { values: [{ intValue: '1' }, { stringValue: 'a' }] } } },
      ],
      events: [{ timeUnixNano: String(EPOCH_NS + 7500n), name: 'e', attributes: [] }],
      links: [{ traceId: OTHER_TRACE, spanId: spanId(9) }],
      status: { code: 1 },
    }),
  ]);

  test('reading an export back gives the spans, with times in whole microseconds', () => {
    const [trace] = tracesOf(sent);
    const read = readTraces([exportJaegerJson(trace!, false)], undefined, FILE_LIMITS);
    expect(read.format).toBe('jaeger-json');
    const [before, after] = [detailsOf(trace!), detailsOf(read.traces[0]!)];
    expect(after).toHaveLength(2);
    for (const [row, span] of after.entries()) {
      const { name, service, kind, status, statusMessage, traceState, parentSpanId, resource } = before[row]!;
      expect(span).toMatchObject({ name, service, kind, status, statusMessage, traceState, parentSpanId, resource });
      expect(BigInt(span.startEpochNs)).toBe((BigInt(before[row]!.startEpochNs) / 1000n) * 1000n);
      expect(BigInt(span.endEpochNs)).toBe((BigInt(before[row]!.endEpochNs) / 1000n) * 1000n);
      expect(span.scope).toMatchObject({ name: 'test', version: '1' });
    }
    expect(after[1]!.attributes.map(({ key, value }) => [key, 'value' in value ? value.value : ''])).toEqual([
      ['int', '9007199254740993'],
      ['small', '-7'],
      ['double', 0.1],
      ['bool', false],
      ['list', '[1, "a"]'],
    ]);
    expect(after[1]!.events).toMatchObject([{ name: 'e' }]);
    expect(after[1]!.links).toMatchObject([{ traceId: OTHER_TRACE, spanId: spanId(9) }]);
  });

  test('it is the envelope that Jaeger uploads, and the numbers Jaeger takes', () => {
    const exported = JSON.parse(textOf(exportJaegerJson(tracesOf(sent)[0]!, false))) as {
      data: [{ spans: { startTime: number; duration: number; processID: string }[]; processes: object }];
    };
    const [{ spans, processes }] = exported.data;
    expect(processes).toEqual({ p1: { serviceName: 'shop', tags: [] } });
    for (const { startTime, duration, processID } of spans) {
      expect(Number.isInteger(startTime) && Number.isInteger(duration) && duration >= 0).toBe(true);
      expect(processID).toBe('p1');
    }
  });

  test('any trace is written, and read again with all its spans', () => {
    fc.assert(
      fc.property(anyPayload, (sent) => {
        for (const trace of readTraces([bytesOf(sent)], 'otlp-json', FILE_LIMITS).traces) {
          const again = readTraces([exportJaegerJson(trace, true)], 'jaeger-json', FILE_LIMITS);
          expect(again.rejected).toEqual([]);
          const ids = (traces: readonly Trace[]): readonly string[] =>
            traces
              .flatMap(detailsOf)
              .map(({ spanId }) => spanId)
              .sort();
          expect(new Set(ids(again.traces))).toEqual(new Set(ids([trace])));
        }
      }),
    );
  });
});

describe('secrets', () => {
  const secret = { stringValue: 'CANARY-1' };
  const secrets = [
    { key: 'http.request.header.authorization', value: { arrayValue: { values: [secret] } } },
    { key: 'db.password', value: { bytesValue: Buffer.from('CANARY-1').toString('base64') } },
    { key: 'request', value: { kvlistValue: { values: [{ key: 'Set-Cookie', value: secret }] } } },
    {
      key: 'list',
      value: { arrayValue: { values: [{ kvlistValue: { values: [{ key: 'apiKey', value: secret }] } }] } },
    },
    { key: 'http.route', value: { stringValue: '/kept' } },
  ];
  const [trace] = tracesOf({
    resourceSpans: [
      {
        resource: { attributes: [...secrets, { key: 'service.name', value: { stringValue: 'shop' } }] },
        scopeSpans: [
          {
            scope: { name: 'test', attributes: secrets },
            spans: [
              otlpSpan({
                id: 1,
                attributes: secrets,
                events: [{ timeUnixNano: '1', name: 'e', attributes: secrets }],
                links: [{ traceId: OTHER_TRACE, spanId: spanId(2), attributes: secrets }],
              }),
            ],
          },
        ],
      },
    ],
  });
  const leaks = (output: string): boolean =>
    output.includes('CANARY') || output.includes(Buffer.from('CANARY-1').toString('base64'));

  test('are in no masked output, and what is beside them is', () => {
    for (const output of [
      textOf(exportOtlpJson(trace!, true)),
      textOf(exportJaegerJson(trace!, true)),
      spanText(spanDetail(trace!, 0), 'json', 'vscode'),
    ]) {
      expect(leaks(output)).toBe(false);
      expect(output).toContain('[masked]');
      expect(output).toContain('/kept');
    }
  });

  test('are there for who asks for them', () => {
    expect(leaks(textOf(exportOtlpJson(trace!, false)))).toBe(true);
    expect(leaks(textOf(exportJaegerJson(trace!, false)))).toBe(true);
  });
});

test('a span as traceparent and as link', () => {
  const [trace] = tracesOf(otlpPayload([otlpSpan({ id: 1 })]));
  const detail = spanDetail(trace!, 0);
  expect(spanText(detail, 'traceparent', 'vscode')).toBe(`00-${TRACE}-0000000000000001-01`);
  expect(spanText(detail, 'link', 'vscode-insiders')).toBe(
    `vscode-insiders://spanline.spanline/trace/${TRACE}?span=0000000000000001`,
  );
});
