import { expect, test } from 'vitest';
import { isSecretKey } from '../../../src/core/secretKeys.ts';

test.each([
  'authorization',
  'http.request.header.Authorization',
  'http.response.header.set-cookie',
  'Cookie',
  'db.password',
  'PASSWD',
  'user_pwd',
  'passwordHash',
  'client_secret',
  'clientSecret',
  'token',
  'accessToken',
  'authtoken',
  'X-Auth-Token',
  'api_key',
  'api-key',
  'api.key',
  'apikey',
  'ApiKey',
  'APIKey',
  'x-api-keys',
  'aws.credentials',
  'private key',
  'privateKey',
  'ssh.private_key',
  'session',
  'session.id',
  'http.session_id',
  'jwt',
])('%s is secret', (key) => expect(isSecretKey(key)).toBe(true));

test.each([
  '',
  'http.route',
  'db.query.text',
  'keyboard',
  'messaging.kafka.message.key',
  'gen_ai.usage.input_tokens',
  'author',
  'monkey',
  'cache.key',
  'code.function.name',
  'service.instance.id',
  'passenger.count',
  'obsession',
  '__proto__',
])('%j is not', (key) => expect(isSecretKey(key)).toBe(false));

test('a key of a megabyte takes no time worth a word', () => {
  for (const unit of ['a', 'A', 'aB', '.', 'token', '\uD800']) {
    const key = unit.repeat(2 ** 20 / unit.length);
    const start = performance.now();
    isSecretKey(key);
    expect(performance.now() - start).toBeLessThan(1000);
  }
});
