import { expect, test } from 'vitest';
import { RECEIVER_LIMITS } from '../../../src/core/formats/limits.ts';
import { logsOfSpan } from '../../../src/core/formats/logsOfSpan.ts';
import { otlpLogsJsonToProto } from '../../../src/core/formats/otlpLogsJson.ts';
import { parseSpanId } from '../../../src/core/ids.ts';
import { bytesOf, spanId, TRACE } from './payloads.ts';

const record = (span: number, fields: object): object => ({ traceId: TRACE, spanId: spanId(span), ...fields });

test('the records of one span, in order of time', () => {
  const logRecords = [
    record(1, { timeUnixNano: '1767225600000000002', severityText: 'warn', body: { stringValue: 'second' } }),
    record(2, { timeUnixNano: '1', body: { stringValue: 'of another span' } }),
    record(1, {
      observedTimeUnixNano: '1767225600000000001',
      severityNumber: 17,
      body: { kvlistValue: { values: [{ key: 'order', value: { intValue: '9007199254740993' } }] } },
      attributes: [{ key: 'code.line.number', value: { intValue: '12' } }],
    }),
    record(1, { timeUnixNano: '1767225600000000003' }),
  ];
  const { bytes } = otlpLogsJsonToProto(bytesOf({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }), RECEIVER_LIMITS);
  expect(logsOfSpan([bytes], parseSpanId(spanId(1))!)).toEqual([
    {
      epochNs: '1767225600000000001',
      severity: 'ERROR',
      severityNumber: 17,
      body: '{"order": 9007199254740993}',
      attributes: [{ key: 'code.line.number', value: { type: 'int', value: '12' } }],
    },
    { epochNs: '1767225600000000002', severity: 'warn', severityNumber: 0, body: 'second', attributes: [] },
    { epochNs: '1767225600000000003', severity: '', severityNumber: 0, body: '', attributes: [] },
  ]);
  expect(logsOfSpan([bytes], parseSpanId(spanId(9))!)).toEqual([]);
});
