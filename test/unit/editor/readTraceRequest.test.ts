import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findTraceIds } from '../../../src/core/traceIdText.ts';
import { readTraceRequest, traceArgument } from '../../../src/editor/readTraceRequest.ts';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';

test('an argument comes back as the request it was made of, through JSON', () => {
  const [hit] = findTraceIds(`traceparent: 00-${ID}-00f067aa0ba902b7-00`);
  const near = { fromEpochNs: 1n, toEpochNs: 2n ** 63n };
  const argument: unknown = JSON.parse(JSON.stringify(traceArgument(hit!, near)));
  expect(readTraceRequest(argument)).toEqual({
    traceId: ID,
    spanId: '00f067aa0ba902b7',
    sampled: false,
    form: undefined,
    near,
  });
});

test('an ID alone will do', () => {
  expect(readTraceRequest(ID)?.traceId).toBe(ID);
  expect(readTraceRequest({ traceId: ID, near: ['now', 'then'], spanId: 7, sampled: 'no' })).toEqual({
    traceId: ID,
    spanId: undefined,
    sampled: undefined,
    form: undefined,
    near: undefined,
  });
});

test('anything else is nothing, and nothing throws', () => {
  for (const argument of [undefined, null, 7, '', 'x', {}, { traceId: '../..' }, []])
    expect(readTraceRequest(argument)).toBeUndefined();
  fc.assert(
    fc.property(fc.anything(), (argument) => {
      readTraceRequest(argument);
    }),
  );
});
