import { expect, test } from 'vitest';
import type { Attribute } from '../../../src/core/attribute.ts';
import { spanCluesOf } from '../../../src/core/spanClues.ts';
import type { SpanDetail } from '../../../src/core/span.ts';
import type { SpanLog } from '../../../src/core/spanLog.ts';

const text = (key: string, value: string): Attribute => ({ key, value: { type: 'string', value } });
const int = (key: string, value: string): Attribute => ({ key, value: { type: 'int', value } });

function detail(more: Partial<SpanDetail>): SpanDetail {
  return {
    name: 'load cart',
    service: 'cart',
    kind: 'internal',
    attributes: [],
    events: [],
    resource: [],
    scope: { name: '', version: '', attributes: [] },
    startEpochNs: '1767225600000000000',
    ...more,
  } as SpanDetail;
}

function log(...attributes: readonly Attribute[]): SpanLog {
  return { epochNs: '1', severity: '', severityNumber: 0, body: '', attributes };
}

test('a span without a place of its own has those of its logs, each once, library code left out', () => {
  const logs = [
    log(text('code.file.path', '/app/cart.py'), int('code.line.number', '7')),
    log(text('code.file.path', '/app/cart.py'), int('code.line.number', '7')),
    log(text('code.file.path', '/usr/lib/python3/site-packages/flask/app.py'), int('code.line.number', '9')),
    log(text('code.file.path', '/app/price.py'), int('code.line.number', '3')),
    log(),
  ];
  const { refs } = spanCluesOf(detail({}), logs);
  expect(refs.map(({ origin, filePath, line }) => [origin, filePath, line])).toEqual([
    ['log', '/app/cart.py', 7],
    ['log', '/app/price.py', 3],
  ]);
});

test('an exception may be a log record', () => {
  const stack = 'Error: no\n    at pay (/app/src/pay.ts:12:3)';
  const { refs } = spanCluesOf(detail({}), [log(text('exception.stacktrace', stack))]);
  expect(refs).toMatchObject([{ origin: 'stacktrace', filePath: '/app/src/pay.ts', line: 12 }]);
});

test('the file that a span names itself comes first', () => {
  const own = detail({ attributes: [text('code.file.path', '/app/a.py')] });
  expect(spanCluesOf(own, [log(text('code.file.path', '/app/b.py'))]).refs[0]).toMatchObject({
    filePath: '/app/a.py',
  });
});

test('SDK, folder and commit come from the resource', () => {
  const resource = [
    text('telemetry.sdk.language', 'python'),
    text('process.working_directory', '/app'),
    text('service.version', '1.2.0+3f2a9bc'),
  ];
  const clues = spanCluesOf(detail({ resource }), []);
  expect(clues.literals[0]).toEqual({ kind: 'span-name', text: 'load cart' });
  expect(clues).toMatchObject({
    language: 'python',
    workingDirectory: '/app',
    revision: '3f2a9bc',
  });
});

test.each([
  ['1767225600123456789', 1767225600123],
  ['18446744073709551615', 18446744073709],
  ['0', undefined],
])('a start of %s ns is told in milliseconds', (startEpochNs, startEpochMs) => {
  expect(spanCluesOf(detail({ startEpochNs }), [])).toMatchObject({ startEpochMs });
});
