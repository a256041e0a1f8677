import { expect, test } from 'vitest';
import { signalOfPath } from '../../../../src/collector/receiver/signalOfPath.ts';

test.each([
  ['/v1/traces', 'traces'],
  ['/v1/traces?x', 'traces'],
  ['/v1/logs', 'logs'],
  ['/v1/metrics', 'metrics'],
  ['/', undefined],
  ['', undefined],
  ['/v1/traces/', undefined],
  ['//v1/traces', undefined],
  ['/V1/traces', undefined],
  ['/v1/%74races', undefined],
  ['/%2e%2e/v1/traces', undefined],
  ['/v1/profiles', undefined],
  ['http://localhost/v1/traces', undefined],
])('%j is for %s', (target, signal) => {
  expect(signalOfPath(target)).toBe(signal);
});
