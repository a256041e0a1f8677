import { describe, expect, test } from 'vitest';
import { FILE_LIMITS } from '../../../src/core/formats/limits.ts';
import { otlpJsonDocumentsToProto } from '../../../src/core/formats/otlpJsonDocuments.ts';
import { otlpJsonToProto } from '../../../src/core/formats/otlpJson.ts';
import type { Payloads } from '../../../src/core/formats/payloads.ts';
import { bytesOf, otlpPayload, otlpSpan, TRACE } from './payloads.ts';
import { detailsOf, readFile } from './seen.ts';

const line = (id: number): string => JSON.stringify(otlpPayload([otlpSpan({ id })]));
const LOGS = '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"hello"}}]}]}]}';
const METRICS = '{"resourceMetrics":[{"scopeMetrics":[]}]}';
const read = (text: string): Payloads => otlpJsonDocumentsToProto(bytesOf(text), FILE_LIMITS);
const countOf = (text: string): number => readFile(text).traces.reduce((sum, { header }) => sum + header.count, 0);

describe('JSON Lines', () => {
  test('logs and metrics between the traces are left out, and it is said', () => {
    const result = read([LOGS, line(1), METRICS, line(2), LOGS].join('\n'));
    expect(result.payloads).toHaveLength(2);
    expect(result.rejected).toEqual([]);
    expect(result.notes).toEqual(['Logs were left out: 2 documents.', 'Metrics were left out: 1 document.']);
  });

  test.each([
    ['logs', LOGS, 'It holds OTLP logs, but no traces.'],
    ['both', `${LOGS}\n${METRICS}\n`, 'It holds OTLP logs and metrics, but no traces.'],
  ])('%s alone are refused by name', (_, text, message) => {
    expect(() => readFile(text)).toThrow(message);
  });

  test('the last line cut at any byte costs that line alone', () => {
    const last = line(3);
    for (let end = 1; end < last.length; end++) {
      const result = read(`${line(1)}\n${line(2)}\n${last.slice(0, end)}`);
      expect(result.payloads).toHaveLength(2);
      expect(result.rejected).toEqual([{ reason: 'broken-line', count: 1 }]);
      expect(result.notes).toEqual(['The end is cut short: what came before its last line was kept.']);
    }
  });

  test.each([
    ['cut', (text: string) => text.slice(0, -20)],
    ['cut before a comma', (text: string) => text.slice(0, text.indexOf(',"name"') + 1)],
    ['no JSON', () => 'oops'],
    ['other JSON', () => '{"level":"info"}'],
    ['a number', () => '17'],
  ])('a line in the middle that is %s costs that line alone', (_, damage) => {
    const result = read([line(1), damage(line(2)), line(3), line(4)].join('\n'));
    expect(result.payloads).toHaveLength(3);
    expect(result.rejected).toEqual([{ reason: 'broken-line', count: 1 }]);
    expect(result.notes.join('')).toMatch(/^1 broken line left out\. .+\.$/);
  });

  test('the first line may be the broken one', () => {
    expect(readFile(`${line(1).slice(0, 50)}\n${line(2)}\n`)).toMatchObject({ format: 'otlp-jsonl', traces: [{}] });
  });

  test('a broken document over several lines counts once, and the next one is found', () => {
    const pretty = JSON.stringify(otlpPayload([otlpSpan({ id: 1 })]), null, 2);
    const result = read(`${pretty.slice(0, -30)}\n${pretty}\n${line(2)}`);
    expect(result.payloads).toHaveLength(2);
    expect(result.rejected).toEqual([{ reason: 'broken-line', count: 1 }]);
  });

  test.each([
    ['line ends of Windows', [1, 2].map(line).join('\r\n\r\n')],
    ['no line ends', [1, 2].map(line).join('')],
    ['byte order marks', [1, 2].map((id) => `\ufeff${line(id)}`).join('\n')],
    ['lists', `[${line(1)},\n${line(2)}]`],
    ['a list over lines', `[\n${line(1)},\n${line(2)}\n]\n`],
  ])('reads documents with %s between', (_, text) => {
    expect(countOf(text)).toBe(2);
  });

  test('spans are counted over all documents', () => {
    const limits = { ...FILE_LIMITS, maxSpans: 3 };
    expect(() => otlpJsonDocumentsToProto(bytesOf([1, 2, 3, 4].map(line).join('\n')), limits)).toThrow(/more than 3/);
  });

  test('lines that all seem to go on cost no more than reading twice', { timeout: 30_000 }, () => {
    const text = `${'{"a":[\n'.repeat(190)}${'{},'.repeat(4_000_000)}\n${line(1)}`;
    const start = performance.now();
    expect(read(text).payloads).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

test('many documents on one line are read in one pass', { timeout: 30_000 }, () => {
  const start = performance.now();
  expect(read('{"resourceSpans":[]}'.repeat(300_000)).payloads).toEqual([]);
  expect(performance.now() - start).toBeLessThan(5000);
});

describe('answers of servers', () => {
  test('an error at the end of a stream is said, and what came before it kept', () => {
    const result = read(`{"result":${line(1)}}\n{"error":{"grpcCode":4,"message":"deadline exceeded\\nbye"}}\n`);
    expect(result.payloads).toHaveLength(1);
    expect(result.notes).toEqual(['The server reported an error: deadline exceeded\\nbye.']);
  });

  test('an error alone is no trace', () => {
    expect(read('{"error":{"httpCode":404,"message":"No traces found"}}')).toEqual({
      payloads: [],
      rejected: [],
      notes: ['The server reported an error: No traces found.'],
    });
  });

  test.each([
    [
      { status: 'PARTIAL', message: 'trace exceeds max size' },
      'The server gave only a part of the trace: trace exceeds max size.',
    ],
    [{ status: 1 }, 'The server gave only a part of the trace.'],
    [{ status: 'PARTIAL', message: 'x'.repeat(1000) }, `The server gave only a part of the trace: ${'x'.repeat(300)}…`],
  ])('a part of a trace is said to be one', (change, note) => {
    expect(readFile({ trace: otlpPayload([otlpSpan({ id: 1 })]), ...change })).toMatchObject({
      format: 'tempo-json',
      notes: [note],
    });
  });

  test.each([{ status: 'COMPLETE' }, { status: 0, message: 'fine' }, {}])('a whole one needs no words', (change) => {
    expect(readFile({ trace: otlpPayload([otlpSpan({ id: 1 })]), ...change }).notes).toEqual([]);
  });

  test('a trace that Tempo does not have is an answer without spans', () => {
    expect(readFile({ trace: {}, metrics: { inspectedBytes: '1' } })).toMatchObject({
      format: 'tempo-json',
      traces: [],
    });
  });
});

describe('IDs', () => {
  const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
  const SPAN = '00f067aa0ba902b7';
  test.each([
    ['base64', base64(TRACE), base64(SPAN), TRACE],
    [
      'base64 for URLs, unpadded',
      Buffer.from('fb'.repeat(16), 'hex').toString('base64url'),
      base64(SPAN).slice(0, 11),
      'fb'.repeat(16),
    ],
    ['base64 of 8 bytes', base64(SPAN), base64(SPAN), SPAN.padStart(32, '0')],
    ['hex in upper case', TRACE.toUpperCase(), SPAN.toUpperCase(), TRACE],
    ['hex of 64 bits', SPAN, SPAN, SPAN.padStart(32, '0')],
    ['one of each', TRACE, base64(SPAN), TRACE],
  ])('in %s', (_, traceId, spanId, expected) => {
    const [trace] = readFile(otlpPayload([otlpSpan({ id: 1, traceId, spanId })])).traces;
    expect(trace!.header.traceId).toBe(expected);
    expect(detailsOf(trace!)[0]!.spanId).toBe(SPAN);
  });

  test.each([
    ['a length that is none', { traceId: TRACE.slice(1) }, 'trace-id'],
    ['base64 of 15 bytes', { traceId: base64(TRACE.slice(2)) }, 'trace-id'],
    ['zeros in base64', { traceId: base64('0'.repeat(32)) }, 'trace-id'],
    ['a character of neither', { spanId: 'AAAAAAAAAA!=' }, 'span-id'],
    ['a trace ID for a span ID', { spanId: TRACE }, 'span-id'],
  ])('%s is none', (_, change, reason) => {
    expect(readFile(otlpPayload([otlpSpan({ id: 1 }), { ...otlpSpan({ id: 2 }), ...change }])).rejected).toEqual([
      { reason, count: 1 },
    ]);
  });
});

test('the receiver takes what is specified and nothing else', () => {
  const spans = (payload: object): number => otlpJsonToProto(bytesOf(payload), FILE_LIMITS).spans;
  expect(spans({ resource_spans: [{}], batches: [{}], trace: otlpPayload([otlpSpan({ id: 1 })]) })).toBe(0);
  expect(spans(otlpPayload([otlpSpan({ id: 1, traceId: TRACE.slice(16) })]))).toBe(0);
  expect(() => spans([otlpPayload([])])).toThrow('of type array');
});
