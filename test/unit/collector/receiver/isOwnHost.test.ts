import { expect, test } from 'vitest';
import { isOwnHost } from '../../../../src/collector/receiver/isOwnHost.ts';

test.each([
  'localhost',
  'localhost:4318',
  'LOCALHOST:4318',
  '127.0.0.1',
  '127.0.0.1:4318',
  '127.255.255.254:1',
  '[::1]',
  '[::1]:4318',
  'host.docker.internal:4318',
])('%s is ours', (host) => {
  expect(isOwnHost(host)).toBe(true);
});

test.each([
  '',
  'attacker.example:4318',
  '127.attacker.example',
  '127.0.0.1.attacker.example',
  'localhost.attacker.example',
  'attacker-localhost',
  'host.docker.internal.attacker.example',
  '127.0.0.256',
  '127.0.0',
  '127.1',
  '2130706433',
  '0.0.0.0',
  '192.168.1.5:4318',
  '[::]',
  '[::2]:4318',
  '[::1',
  '::1',
  'localhost:4318:1',
  'localhost:x',
  'localhost:123456',
  'user@localhost',
  'localhost/',
  'localhost,localhost',
  ' localhost',
  'localhost.',
])('%j is not', (host) => {
  expect(isOwnHost(host)).toBe(false);
});
