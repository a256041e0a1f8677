import { expect, test } from 'vitest';
import { checkRequest } from '../../../../src/collector/receiver/checkRequest.ts';
import type { Refusal } from '../../../../src/collector/receiver/refusal.ts';
import type { RequestHead } from '../../../../src/collector/receiver/requestHead.ts';

interface Parts {
  readonly method?: string;
  readonly url?: string;
  readonly hosts?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

function head({ method = 'POST', url = '/v1/traces', hosts = ['localhost:4318'], headers = {} }: Parts): RequestHead {
  return {
    method,
    url,
    headers: { 'content-type': 'application/json', ...headers },
    headersDistinct: { host: [...hosts] },
  };
}

function refusal(parts: Parts): Refusal {
  try {
    checkRequest(head(parts));
  } catch (thrown) {
    return thrown as Refusal;
  }
  throw new Error('The request was let in.');
}

test('a good request says what it is', () => {
  const checked = checkRequest(
    head({ headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' } }),
  );
  expect(checked).toEqual({ kind: 'export', carries: 'traces', encoding: 'protobuf', coding: 'gzip' });
});

test.each<[string, Parts, number, string]>([
  ['no Host', { hosts: [] }, 400, 'host'],
  ['two Hosts', { hosts: ['localhost', 'localhost'] }, 400, 'host'],
  ['a foreign Host', { hosts: ['attacker.example'] }, 421, 'host'],
  ['a foreign Origin', { headers: { origin: 'https://attacker.example' } }, 403, 'origin'],
  ['the null Origin', { headers: { origin: 'null' } }, 403, 'origin'],
  ['GET', { method: 'GET' }, 405, 'method'],
  ['OPTIONS that is no preflight', { method: 'OPTIONS' }, 405, 'method'],
  ['another path', { url: '/' }, 404, 'path'],
  ['a form', { headers: { 'content-type': 'text/plain' } }, 415, 'content-type'],
  ['brotli', { headers: { 'content-encoding': 'br' } }, 415, 'content-encoding'],
])('%s is refused', (_what, parts, status, reason) => {
  expect(refusal(parts)).toMatchObject({ status, reason });
});

test('the first failing check answers, strangers first', () => {
  const wrong = { method: 'GET', url: '/x', headers: { origin: 'null', 'content-type': 'x/y' } };
  expect(refusal({ ...wrong, hosts: ['attacker.example'] }).reason).toBe('host');
  expect(refusal(wrong).reason).toBe('origin');
  expect(refusal({ ...wrong, headers: { 'content-type': 'x/y' } }).reason).toBe('method');
});

test('405 says which method is allowed', () => {
  expect(refusal({ method: 'PUT' }).headers).toEqual({ Allow: 'POST' });
});

const preflight = {
  method: 'OPTIONS',
  headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' },
};

test('a preflight of a local page is let in, on our paths only', () => {
  expect(checkRequest(head(preflight))).toEqual({ kind: 'preflight' });
  expect(refusal({ ...preflight, url: '/other' }).status).toBe(404);
});

test('a preflight of a foreign page is not', () => {
  const foreign = { ...preflight.headers, origin: 'https://attacker.example' };
  expect(refusal({ ...preflight, headers: foreign })).toMatchObject({ status: 403, reason: 'origin' });
});
