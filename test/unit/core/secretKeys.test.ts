import { expect, test } from 'vitest';
import { isSecretKey, maskUrlPasswords } from '../../../src/core/secretKeys.ts';

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

test.each([
  ['postgres://app:CANARY@db:5432/orders', 'postgres://app:[masked]@db:5432/orders'],
  ['two: redis://:CANARY@a and amqp://u:CANARY@b', 'two: redis://:[masked]@a and amqp://u:[masked]@b'],
  ['https://host:8080/a@b', 'https://host:8080/a@b'],
  ['mail me@host', 'mail me@host'],
])('passwords in URLs of %j are masked', (text, masked) => {
  expect(maskUrlPasswords(text)).toBe(masked);
});

test('a megabyte of what looks like the start of a URL takes no time', () => {
  const begin = performance.now();
  maskUrlPasswords('://a:'.repeat(200_000));
  expect(performance.now() - begin).toBeLessThan(2000);
});
