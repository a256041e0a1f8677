import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBackends } from '../../../src/backends/backendConfig.ts';

const GOOD = { id: 'local', kind: 'jaeger', url: 'http://localhost:16686/' };

function messagesOf(...entries: readonly unknown[]): readonly string[] {
  return parseBackends(entries).problems.map((problem) => problem.message);
}

describe('parseBackends', () => {
  it('reads a short and a full entry', () => {
    const full = {
      id: 'prod.eu-1',
      kind: 'jaeger',
      label: 'Production',
      url: 'https://obs.example/jaeger',
      auth: 'header',
      headerName: 'X-API-Key',
      headers: ['X-Gate', 'X-Gate-Id'],
      tenant: 'team-a|team-b',
      tlsRejectUnauthorized: false,
      caFile: '/etc/ssl/own.pem',
    };
    expect(parseBackends([GOOD, full])).toEqual({
      backends: [
        {
          id: 'local',
          kind: 'jaeger',
          label: 'local',
          base: { origin: 'http://localhost:16686', basePath: '' },
          auth: 'none',
          headerName: undefined,
          headerNames: [],
          tenant: undefined,
          tlsRejectUnauthorized: true,
          caFile: undefined,
        },
        {
          id: 'prod.eu-1',
          kind: 'jaeger',
          label: 'Production',
          base: { origin: 'https://obs.example', basePath: '/jaeger' },
          auth: 'header',
          headerName: 'X-API-Key',
          headerNames: ['X-Gate', 'X-Gate-Id'],
          tenant: 'team-a|team-b',
          tlsRejectUnauthorized: false,
          caFile: '/etc/ssl/own.pem',
        },
      ],
      problems: [],
    });
  });

  it('keeps the good entries beside the bad', () => {
    const { backends, problems } = parseBackends([null, GOOD, { ...GOOD, id: 'b', kind: 'ftp' }, { ...GOOD, id: 'c' }]);
    expect(backends.map((backend) => backend.id)).toEqual(['local', 'c']);
    expect(problems.map((problem) => problem.message)).toEqual([
      expect.stringMatching(/^Entry 1 of spanline.backends is not used: It must be an object/),
      'Entry 3 of spanline.backends is not used: Its "kind" must be "jaeger", "tempo", "zipkin", "aspire", "prometheus".',
    ]);
  });

  it.each([
    [{ ...GOOD, id: undefined }, 'Its "id" must be'],
    [{ ...GOOD, id: 'a b' }, 'Its "id" must be'],
    [{ ...GOOD, id: 'x'.repeat(65) }, 'Its "id" must be'],
    [{ ...GOOD, url: 7 }, 'is not a URL'],
    [{ ...GOOD, url: 'http://a:CANARY@b' }, 'holds a user name or password'],
    [{ ...GOOD, auth: 'oauth' }, 'Its "auth" must be "none", "bearer", "basic", "header"'],
    [{ ...GOOD, auth: 'header' }, 'needs a "headerName"'],
    [{ ...GOOD, auth: 'header', headerName: 'X: y\r\n' }, 'needs a "headerName"'],
    [{ ...GOOD, auth: 'header', headerName: 'Host' }, 'needs a "headerName"'],
    [{ ...GOOD, tlsRejectUnauthorized: 'no' }, 'must be true or false'],
    [{ ...GOOD, headers: 'X-Gate' }, 'must be a list'],
    [{ ...GOOD, headers: ['X-Gate: CANARY'] }, 'must be a list'],
    [{ ...GOOD, headers: ['Host'] }, 'must be a list'],
    [{ ...GOOD, tenant: 'a b' }, 'Its "tenant" must be'],
    [{ ...GOOD, tenant: 'a\r\nX: y' }, 'Its "tenant" must be'],
    [{ ...GOOD, caFile: 'ca.pem' }, 'absolute path'],
    [{ ...GOOD, caFile: '//evil/share/ca.pem' }, 'absolute path'],
    [{ ...GOOD, caFile: '\\\\evil\\ca.pem' }, 'absolute path'],
  ])('refuses %j', (entry, expected) => {
    const { backends, problems } = parseBackends([entry]);
    expect(backends).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.message).toContain(expected);
    expect(problems[0]!.message).not.toContain('CANARY');
  });

  it('refuses an id twice', () => {
    expect(messagesOf(GOOD, GOOD)).toEqual([
      'Entry 2 of spanline.backends is not used: The id "local" is taken by an earlier entry.',
    ]);
  });

  it.each([
    [{ ...GOOD, password: 'CANARY' }, 'take it out of the settings'],
    [{ ...GOOD, colour: 'red' }, '"colour" is not known'],
    [{ ...GOOD, url: 'http://localhost:1/#x' }, 'no query or fragment'],
    [{ ...GOOD, url: 'http://obs.example', auth: 'bearer' }, 'unencrypted'],
    [{ ...GOOD, url: 'http://obs.example', headers: ['X-Gate'] }, 'unencrypted'],
  ])('uses %j with a warning', (entry, expected) => {
    const { backends, problems } = parseBackends([entry]);
    expect(backends).toHaveLength(1);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.message).toContain(expected);
    expect(problems[0]!.message).not.toContain('CANARY');
  });

  it.each(['http://localhost', 'http://127.0.0.2:1', 'http://[::1]:1', 'https://obs.example'])(
    'takes credentials for %s without a warning',
    (url) => {
      expect(messagesOf({ ...GOOD, url, auth: 'basic' })).toEqual([]);
    },
  );

  it('takes at most 50', () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ ...GOOD, id: `b${index}` }));
    expect(parseBackends(many).backends).toHaveLength(50);
    expect(messagesOf(...many)).toEqual(['Only the first 50 entries of spanline.backends are used.']);
  });

  it('has nothing to say about a setting that is not there, and one sentence about one that is no list', () => {
    expect(parseBackends(undefined)).toEqual({ backends: [], problems: [] });
    expect(parseBackends({}).problems.map((problem) => problem.message)).toEqual([
      'The setting spanline.backends must be a list.',
    ]);
  });

  it('never throws', () => {
    const entry = fc.record({ id: fc.anything(), kind: fc.anything(), url: fc.anything(), auth: fc.anything() });
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.array(fc.oneof(fc.anything(), entry))), (setting) => {
        parseBackends(setting);
      }),
    );
  });
});
