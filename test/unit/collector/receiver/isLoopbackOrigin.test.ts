import { expect, test } from 'vitest';
import { isLoopbackOrigin } from '../../../../src/collector/receiver/isLoopbackOrigin.ts';

test.each([
  'http://localhost',
  'http://localhost:3000',
  'https://localhost:8443',
  'http://127.0.0.1:5173',
  'https://127.9.9.9',
  'http://[::1]:3000',
  'https://[::1]',
])('%s may send', (origin) => {
  expect(isLoopbackOrigin(origin)).toBe(true);
});

test.each([
  '',
  'null',
  'vscode-webview://x',
  'file://',
  'http://localhost.evil',
  'http://localhost.evil:3000',
  'http://evil.localhost',
  'http://127.0.0.1.evil',
  'http://evil/localhost',
  'http://localhost@evil',
  'http://user@localhost',
  'http://localhost/',
  'http://localhost/path',
  'HTTP://localhost',
  'http://127.1',
  'http://2130706433',
  'http://0x7f.0.0.1',
  'ws://localhost',
  'chrome-extension://localhost',
  'http://localhost, http://evil',
  'http://192.168.0.2',
  'http://host.docker.internal',
])('%j may not', (origin) => {
  expect(isLoopbackOrigin(origin)).toBe(false);
});
