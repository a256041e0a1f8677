import { expect, test } from 'vitest';
import type { OperationLatency } from '../../../src/backends/latencySource.ts';
import { shownLatency } from '../../../src/latency/remoteLatency.ts';

const local = { count: 100, errors: 1, sumNs: 1e9, p50Ns: 1, p95Ns: 2, p99Ns: 3, maxNs: 4 };
const operation = (more: Partial<OperationLatency>): OperationLatency => ({
  service: 's',
  operation: 'load',
  kind: 'server',
  count: 5000,
  errors: 10,
  p50Ns: 10,
  p95Ns: 20,
  p99Ns: 30,
  exemplars: [],
  ...more,
});

test('the local store speaks first when it has calls enough', () => {
  expect(shownLatency(local, [{ source: 'Tempo', operation: operation({}) }], 5)).toEqual({
    stats: local,
    source: undefined,
  });
});

test('otherwise the backend that counted most, by name; what it does not know is not made up', () => {
  const remote = [
    { source: 'Tempo', operation: operation({ count: 50 }) },
    { source: 'Prometheus', operation: operation({ p99Ns: undefined }) },
  ];
  expect(shownLatency({ ...local, count: 2 }, remote, 5)).toEqual({
    source: 'Prometheus',
    stats: { count: 5000, errors: 10, p50Ns: 10, p95Ns: 20, p99Ns: undefined, maxNs: undefined, sumNs: undefined },
  });
});

test('a function that is several operations there is not summed up', () => {
  const remote = [
    { source: 'Tempo', operation: operation({}) },
    { source: 'Tempo', operation: operation({ operation: 'load all' }) },
  ];
  const few = { ...local, count: 2 };
  expect(shownLatency(few, remote, 5)).toEqual({ stats: few, source: undefined });
  expect(shownLatency(undefined, remote, 5)).toBeUndefined();
});

test('a count alone is no latency', () => {
  expect(
    shownLatency(undefined, [{ source: 'Jaeger', operation: operation({ p95Ns: undefined }) }], 5),
  ).toBeUndefined();
  expect(shownLatency(undefined, [{ source: 'Jaeger', operation: operation({ count: 3 }) }], 5)).toBeUndefined();
});
