import { expect, test } from 'vitest';
import { exportBody } from '../../../../src/collector/receiver/exportBody.ts';
import { statusBody } from '../../../../src/collector/receiver/statusBody.ts';

test('a Status is code = 1 and message = 2', () => {
  expect(Buffer.from(statusBody('protobuf', 400, 'no')).toString('hex')).toBe('080312026e6f');
  expect(JSON.parse(Buffer.from(statusBody('json', 503, 'wait')).toString())).toEqual({ code: 14, message: 'wait' });
});

test('a status we have no code for is INTERNAL', () => {
  expect(JSON.parse(Buffer.from(statusBody('json', 500, 'x')).toString())).toEqual({ code: 13, message: 'x' });
});

test('a full success is empty', () => {
  expect(exportBody('protobuf', [])).toHaveLength(0);
  expect(Buffer.from(exportBody('json', [])).toString()).toBe('{}');
});

const rejected = [
  { reason: 'trace-id', count: 2 },
  { reason: 'span-id', count: 1 },
] as const;

test('a partial success counts and names what was refused', () => {
  expect(JSON.parse(Buffer.from(exportBody('json', rejected)).toString())).toEqual({
    partialSuccess: { rejectedSpans: '3', errorMessage: 'Spans refused: 2 (trace-id), 1 (span-id).' },
  });
  const message = 'Spans refused: 2 (trace-id), 1 (span-id).';
  const inner = `080312${message.length.toString(16)}${Buffer.from(message).toString('hex')}`;
  expect(Buffer.from(exportBody('protobuf', rejected)).toString('hex')).toBe(
    `0a${(inner.length / 2).toString(16)}${inner}`,
  );
});
