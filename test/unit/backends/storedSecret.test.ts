import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Credentials } from '../../../src/backends/credentials.ts';
import { packSecret, readSecret, wantsSecret } from '../../../src/backends/storedSecret.ts';

const PLAIN = { auth: 'none', headerName: undefined, headerNames: [] } as const;
const BEARER = { ...PLAIN, auth: 'bearer' } as const;
const KEY = { ...PLAIN, auth: 'header', headerName: 'X-API-Key' } as const;
const GATE = { ...BEARER, headerNames: ['X-Gate', 'X-Gate-Id'] } as const;

const token: Credentials = { type: 'bearer', token: 't' };
const gate: Credentials = { type: 'header', name: 'X-Gate', value: 'g' };
const gateId: Credentials = { type: 'header', name: 'X-Gate-Id', value: 'i' };

test.each<[string, Parameters<typeof readSecret>[1], Credentials]>([
  ['a token', BEARER, token],
  ['user and password', { ...PLAIN, auth: 'basic' }, { type: 'basic', user: 'u', password: 'p' }],
  ['an API key', KEY, { type: 'header', name: 'X-API-Key', value: 'k' }],
  ['a token and further headers', GATE, { type: 'all', parts: [token, gate, gateId] }],
  ['headers alone', { ...GATE, auth: 'none' }, { type: 'all', parts: [{ type: 'none' }, gate, gateId] }],
])('%s come back as they went', (_, wanted, secret) => {
  expect(readSecret(packSecret(secret), wanted)).toEqual(secret);
});

test('nothing is needed where the settings ask for nothing', () => {
  expect(readSecret(undefined, PLAIN)).toEqual({ type: 'none' });
  expect(wantsSecret(PLAIN)).toBe(false);
  expect(wantsSecret(GATE)).toBe(true);
});

test.each<[string, string | undefined, Parameters<typeof readSecret>[1]]>([
  ['nothing stored', undefined, BEARER],
  ['another kind', packSecret({ type: 'basic', user: 'u', password: 'p' }), BEARER],
  ['another header', packSecret(gate), KEY],
  ['a header missing', packSecret({ type: 'all', parts: [token, gate] }), GATE],
  ['the token missing', packSecret({ type: 'all', parts: [gate, gateId] }), GATE],
  ['no JSON', '{', BEARER],
])('%s: to be entered again', (_, stored, wanted) => {
  expect(readSecret(stored, wanted)).toBeUndefined();
});

test('never throws, whatever is stored', () => {
  fc.assert(
    fc.property(fc.json(), (stored) => {
      readSecret(stored, GATE);
    }),
  );
});
