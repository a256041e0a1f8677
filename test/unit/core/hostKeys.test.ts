import { expect, test } from 'vitest';
import { FILE_LIMITS } from '../../../src/core/formats/limits.ts';
import { hostsOf } from '../../../src/core/hostKeys.ts';
import { traceSkew } from '../../../src/core/traceSkew.ts';
import { linkedFrom } from '../../../src/core/linkedFrom.ts';
import { readTraces } from '../../../src/parser/readTraces.ts';
import { bytesOf, otlpSpan, spanId, TRACE } from './payloads.ts';

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

function traceOf(
  ...resources: readonly { readonly attributes: readonly object[]; readonly spans: readonly object[] }[]
) {
  const resourceSpans = resources.map(({ attributes, spans }) => ({
    resource: { attributes },
    scopeSpans: [{ spans }],
  }));
  return readTraces([bytesOf({ resourceSpans })], undefined, FILE_LIMITS).traces[0]!;
}

test('a host is its ID, else its first address, else its name; an instance is none', () => {
  const ips = {
    key: 'host.ip',
    value: { arrayValue: { values: [{ stringValue: '10.0.0.1' }, { stringValue: '::1' }] } },
  };
  const resources = [
    [text('host.id', 'a'), text('host.name', 'x')],
    [text('host.name', 'y'), text('host.id', 'a')],
    [ips, text('host.name', 'a')],
    [text('host.ip', '10.0.0.1')],
    [text('host.name', '10.0.0.1')],
    [text('service.instance.id', 'i')],
    [text('service.name', 'shop'), text('host.id', '')],
    [],
  ];
  const trace = traceOf(
    ...resources.map((attributes, index) => ({
      attributes,
      spans: [otlpSpan({ id: index + 1, start: index, end: 99 })],
    })),
  );
  expect([...hostsOf(trace)]).toEqual([1, 1, 2, 2, 3, 0, 0, 0]);
});

test('a child on another host that lies outside its parent is shifted', () => {
  const trace = traceOf(
    { attributes: [text('host.id', 'a')], spans: [otlpSpan({ id: 1, start: 1000e6, end: 2000e6 })] },
    { attributes: [text('host.id', 'b')], spans: [otlpSpan({ id: 2, parent: 1, start: 5000e6, end: 5100e6 })] },
  );
  const { deltaNs, adjusted } = traceSkew(trace);
  expect(adjusted).toBe(1);
  expect([...new Float64Array(deltaNs)]).toEqual([0, -3550e6]);
});

test('a child that ends up to a millisecond after its parent says nothing about clocks', () => {
  const trace = traceOf(
    { attributes: [text('host.id', 'a')], spans: [otlpSpan({ id: 1, start: 0, end: 20e6 })] },
    { attributes: [text('host.id', 'b')], spans: [otlpSpan({ id: 2, parent: 1, start: 1e6, end: 20.9e6 })] },
  );
  expect(traceSkew(trace).adjusted).toBe(0);
});

test('the spans of the trace that link to a span', () => {
  const link = (traceId: string, id: number) => ({ traceId, spanId: spanId(id) });
  const trace = traceOf({
    attributes: [],
    spans: [
      otlpSpan({ id: 1, end: 100 }),
      otlpSpan({ id: 2, parent: 1, start: 1, links: [link('ab'.repeat(16), 1), link(TRACE, 1)] }),
      otlpSpan({ id: 3, parent: 1, start: 2, links: [link('ab'.repeat(16), 1)] }),
      otlpSpan({ id: 4, parent: 1, start: 3, links: [link(TRACE, 1)] }),
    ],
  });
  expect(linkedFrom(trace, 0)).toEqual([2, 4].map((id) => ({ traceId: TRACE, spanId: spanId(id) })));
  expect(linkedFrom(trace, 1)).toEqual([]);
  expect(() => linkedFrom(trace, 4)).toThrow('no row 4');
});
