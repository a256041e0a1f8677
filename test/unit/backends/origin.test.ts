import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBaseUrl } from '../../../src/backends/origin.ts';
import { Problem } from '../../../src/core/problem.ts';

describe('B22 base URLs', () => {
  it.each([
    ['http://localhost:16686', 'http://localhost:16686', ''],
    ['http://localhost:16686/', 'http://localhost:16686', ''],
    ['  HTTP://LocalHost:16686//  ', 'http://localhost:16686', ''],
    ['https://obs.example:443/jaeger/', 'https://obs.example', '/jaeger'],
    ['http://obs.example/a/b//', 'http://obs.example', '/a/b'],
    ['http://obs.example/a/../b', 'http://obs.example', '/b'],
    ['http://[::1]:16686/x', 'http://[::1]:16686', '/x'],
    ['http://bücher.example', 'http://xn--bcher-kva.example', ''],
    ['http://169.254.169.254', 'http://169.254.169.254', ''],
  ])('%s', (text, origin, basePath) => {
    expect(parseBaseUrl(text)).toEqual({ base: { origin, basePath }, warnings: [] });
  });

  it.each(['http://localhost:16686/j?service=a', 'http://localhost:16686/j#x', 'http://localhost:16686/j/?a#b'])(
    'drops the end of %s and says so',
    (text) => {
      const { base, warnings } = parseBaseUrl(text);
      expect(base).toEqual({ origin: 'http://localhost:16686', basePath: '/j' });
      expect(warnings.map((warning) => warning.message)).toEqual([
        'The part after http://localhost:16686/j of its URL is not used: a backend has no query or fragment.',
      ]);
    },
  );

  it.each([
    ['', 'An empty text is not a URL'],
    ['localhost', '"localhost" is not a URL'],
    ['localhost:16686', 'must start with http:// or https://'],
    ['ftp://a', 'must start with http:// or https://'],
    ['file:///etc/passwd', 'must start with http:// or https://'],
    ['http://a b', 'is not a URL'],
    ['http://a\n.example', 'is not a URL'],
    ['http:\\\\a', 'is not a URL'],
    ['http://', 'is not a URL'],
    ['http://a:99999', 'is not a URL'],
    [`http://${'a'.repeat(3000)}`, 'is not a URL'],
  ])('refuses %j', (text, expected) => {
    expect(() => parseBaseUrl(text)).toThrow(expected);
  });

  it.each([
    'http://ann:CANARY@localhost:16686',
    'http://CANARY@localhost',
    'ftp://ann:CANARY@localhost',
    'ann:CANARY@localhost',
    'http://ann:CANARY@local host',
    'http://ann:CANARY@[bad',
  ])('refuses %s without repeating the secret', (text) => {
    let message = '';
    try {
      parseBaseUrl(text);
    } catch (thrown) {
      message = (thrown as Problem).message;
    }
    expect(message).not.toBe('');
    expect(message).not.toContain('CANARY');
  });

  it('gives an http origin or a Problem for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `http://${text}`),
        ),
        (text) => {
          try {
            const { origin, basePath } = parseBaseUrl(text).base;
            expect(new URL(origin).origin).toBe(origin);
            expect(new URL(`${origin}${basePath}/api`).origin).toBe(origin);
            expect(basePath).toMatch(/^$|^\/.*[^/]$/);
          } catch (thrown) {
            if (!(thrown instanceof Problem)) throw thrown;
          }
        },
      ),
    );
  });
});
