import { expect, it } from 'vitest';
import { secretKey } from '../../../src/backends/secretKey.ts';

it('holds scheme, host and port', () => {
  expect(secretKey('https://obs.example', 'a')).toBe('spanline.backend https://obs.example:443 a');
  expect(secretKey('http://[::1]:16686', 'a')).toBe('spanline.backend http://[::1]:16686 a');
});

it('differs when any of them, or the backend, differs', () => {
  const keys = [
    secretKey('http://a', 'x'),
    secretKey('https://a', 'x'),
    secretKey('http://b', 'x'),
    secretKey('http://a:81', 'x'),
    secretKey('http://a', 'y'),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});
