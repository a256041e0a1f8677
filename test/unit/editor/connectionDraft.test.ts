import { expect, test } from 'vitest';
import type { ConnectionDraft } from '../../../src/editor/connections/connectionDraft.ts';
import { configOf, draftOf, entryOf, freeId } from '../../../src/editor/connections/connectionDraft.ts';

const DRAFT: ConnectionDraft = {
  id: 'tempo',
  kind: 'tempo',
  label: 'Tempo',
  url: 'https://obs.example/tempo',
  auth: 'header',
  headerName: 'X-API-Key',
  headerNames: ['X-Gate'],
  tenant: 'team-a',
  caFile: '/etc/own.pem',
  tlsRejectUnauthorized: false,
  secret: {
    type: 'all',
    parts: [
      { type: 'header', name: 'X-API-Key', value: 'CANARY-1' },
      { type: 'header', name: 'X-Gate', value: 'CANARY-2' },
    ],
  },
};

test('the settings hold everything but the secrets', () => {
  expect(entryOf(DRAFT)).toEqual({
    id: 'tempo',
    kind: 'tempo',
    label: 'Tempo',
    url: 'https://obs.example/tempo',
    auth: 'header',
    headerName: 'X-API-Key',
    headers: ['X-Gate'],
    tenant: 'team-a',
    caFile: '/etc/own.pem',
    tlsRejectUnauthorized: false,
  });
  expect(JSON.stringify(entryOf(DRAFT))).not.toContain('CANARY');
});

test('what is as it is by itself is left out', () => {
  const plain = {
    ...DRAFT,
    auth: 'none',
    headerName: undefined,
    headerNames: [],
    tenant: undefined,
    caFile: undefined,
    tlsRejectUnauthorized: true,
  } as const;
  expect(entryOf(plain)).toEqual({ id: 'tempo', kind: 'tempo', label: 'Tempo', url: 'https://obs.example/tempo' });
});

test('a configuration as a draft is the same configuration again', () => {
  const config = configOf(DRAFT);
  expect(configOf(draftOf(config, DRAFT.secret))).toEqual(config);
});

test('a draft that is none says why', () => {
  expect(() => configOf({ ...DRAFT, url: 'http://u:CANARY@h' })).toThrow(/holds a user name or password/);
});

test('IDs are free', () => {
  expect(freeId('jaeger', [])).toBe('jaeger');
  expect(freeId('jaeger', [{ id: 'jaeger' }, { id: 'jaeger-2' }])).toBe('jaeger-3');
});
