import { expect, test } from 'vitest';
import { detect } from '../../../src/core/formats/detect.ts';
import { FILE_LIMITS } from '../../../src/core/formats/limits.ts';
import { bytesOf } from './payloads.ts';

const at = (...bytes: readonly number[]): Uint8Array => Uint8Array.of(...bytes, 0, 0, 0, 0, 0, 0, 0, 0);

test.each([
  ['OTLP without spans', {}, 'otlp-json'],
  ['OTLP behind an unknown key', { schema: { a: [1] }, resourceSpans: [] }, 'otlp-json'],
  ['OTLP whose end is missing', '{"resourceSpans":[{', 'otlp-json'],
  ['an answer of Jaeger', { data: [{ traceID: '1', spans: [], processes: {} }], total: 0 }, 'jaeger-json'],
  ['an empty answer of Jaeger', { data: [], total: 0, limit: 0, offset: 0, errors: null }, 'jaeger-json'],
  [
    'a failed answer of Jaeger',
    { data: null, total: 0, errors: [{ code: 404, msg: 'trace not found' }] },
    'jaeger-json',
  ],
  ['a trace of Jaeger', { traceID: '1', processes: {}, spans: [] }, 'jaeger-json'],
  ['traces of Jaeger', [{ traceID: '1', spans: [] }], 'jaeger-json'],
  ['a span of Zipkin with its IDs last', { name: 'x', tags: {}, traceId: '1', id: '2' }, 'zipkin-json'],
  ['the second API of Tempo', { metrics: {}, trace: { resourceSpans: [] } }, 'tempo-json'],
])('%s', (_, content, format) => {
  expect(detect(bytesOf(content), FILE_LIMITS)).toBe(format);
});

test.each([
  ['nothing', new Uint8Array(), 'empty'],
  ['white space', bytesOf('\ufeff \r\n\t'), 'empty'],
  ['a web page', bytesOf('<!doctype html>'), 'web page'],
  ['a web page behind a byte order mark', bytesOf('\ufeff\n<html>'), 'web page'],
  ['a ZIP archive', at(0x50, 0x4b, 3, 4), 'ZIP'],
  ['Zstandard', at(0x28, 0xb5, 0x2f, 0xfd), 'Zstandard'],
  ['messages in Zstandard', at(0, 0, 1, 0, 0x28, 0xb5, 0x2f, 0xfd), 'without "compression"'],
  ['gzip within gzip', at(0x1f, 0x8b, 8), 'gzip within gzip'],
  ['a picture', at(0x89, 0x50, 0x4e, 0x47), 'picture'],
  ['text', bytesOf('time="now" level=info'), 'no format known here'],
  ['a source map', bytesOf({ version: 3, sources: [], names: [], mappings: '' }), 'source map'],
  ['trace events', bytesOf({ traceEvents: [{ ph: 'X', ts: 1 }], displayTimeUnit: 'ns' }), 'Chrome'],
  ['trace events in a list', bytesOf([{ name: 'a', ph: 'X', ts: 1, pid: 1 }]), 'Chrome'],
  ['a CPU profile', bytesOf({ nodes: [], samples: [], timeDeltas: [] }), 'CPU profile'],
  ['Prometheus', bytesOf({ status: 'success', data: { resultType: 'matrix', result: [] } }), 'Prometheus'],
  ['names of Prometheus', bytesOf({ status: 'success', data: ['a', 'b'] }), 'Prometheus'],
  ['a search of Tempo', bytesOf({ traces: [{ traceID: '1' }], metrics: {} }), 'search result of Tempo'],
  ['an error of GraphQL', bytesOf({ data: null, errors: [{ message: 'no' }] }), 'an error message'],
  ['an empty list', bytesOf('[]'), 'list'],
  ['empty lists', bytesOf('[[],[]]'), 'list'],
  ['a list of numbers', bytesOf('[1]'), 'list'],
  ['other JSON', bytesOf({ status: 'error', ['a\u202eb']: 1 }), 'its first keys are status, a\\u202eb.'],
])('refuses %s by name', (_, bytes, says) => {
  expect(() => detect(bytes, FILE_LIMITS)).toThrow(says);
});

test('the format is known from the first bytes of a large file', () => {
  const bytes = bytesOf(`{"data":[{"traceID":"1","spans":[${'{"a":[1,2,3]},'.repeat(3_000_000)}`);
  const start = performance.now();
  expect(detect(bytes, FILE_LIMITS)).toBe('jaeger-json');
  expect(performance.now() - start).toBeLessThan(100);
});
