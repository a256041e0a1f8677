import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discoverDatasources, type GrafanaDatasources } from '../../../src/backends/grafana.ts';
import { BackendHttp } from '../../../src/backends/http.ts';
import { noRoute } from './plainText.ts';
import { problemFrom } from './problemFrom.ts';
import { json, page, scriptedServer } from './scriptedServer.ts';

const never = new AbortController().signal;

function discover(origin: string, basePath = ''): Promise<GrafanaDatasources> {
  const credentials = async () => ({ type: 'bearer', token: 'CANARY-token' }) as const;
  return discoverDatasources(new BackendHttp({ label: 'Grafana', base: { origin, basePath }, credentials }), never);
}

describe('data sources', () => {
  it('that can be backends are listed, with the path of their proxy', async () => {
    const server = await scriptedServer({
      '/grafana/api/datasources': json([
        { uid: 'P214B5B846CF3925F', name: 'Traces\u202E', type: 'tempo', url: 'http://tempo:3200' },
        { uid: 'j_1', name: '', type: 'jaeger' },
        { uid: 'prom-1', name: 'Metrics', type: 'prometheus' },
        { uid: 'z', name: 'Zipkin', type: 'zipkin' },
        { uid: 'l', name: 'Logs', type: 'loki' },
        null,
      ]),
    });
    expect(await discover(server.origin, '/grafana')).toEqual({
      datasources: [
        {
          uid: 'P214B5B846CF3925F',
          name: 'Traces',
          kind: 'tempo',
          basePath: '/grafana/api/datasources/proxy/uid/P214B5B846CF3925F',
        },
        { uid: 'j_1', name: 'j_1', kind: 'jaeger', basePath: '/grafana/api/datasources/proxy/uid/j_1' },
        { uid: 'prom-1', name: 'Metrics', kind: 'prometheus', basePath: '/grafana/api/datasources/proxy/uid/prom-1' },
        { uid: 'z', name: 'Zipkin', kind: 'zipkin', basePath: '/grafana/api/datasources/proxy/uid/z' },
      ],
      others: 2,
    });
    expect(server.requests[0]!.headers.authorization).toBe('Bearer CANARY-token');
  });

  it.each(['', '..', '../../admin', 'a/b', 'a%2fb', 'a?x', 'a#x', 'a b', 'a\\b', '.', 'x'.repeat(41)])(
    'with the uid %j are not used: it would lead elsewhere',
    async (uid) => {
      const server = await scriptedServer(json([{ uid, name: 'x', type: 'tempo' }]));
      expect(await discover(server.origin)).toEqual({ datasources: [], others: 1 });
    },
  );

  it('never leave their place, whatever the uid', async () => {
    let uid = '';
    const server = await scriptedServer((request, response) =>
      json([{ uid, name: 'x', type: 'tempo' }])(request, response),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.webPath()), async (text) => {
        uid = text;
        for (const { basePath } of (await discover(server.origin)).datasources)
          expect(new URL(basePath, 'http://x').pathname).toBe(`/api/datasources/proxy/uid/${text}`);
      }),
      { numRuns: 50 },
    );
  });
});

describe('failures', () => {
  it.each([401, 403])('%i asks for a token that may', async (status) => {
    const server = await scriptedServer(json({ message: 'CANARY-token is not allowed' }, status));
    const problem = await problemFrom(discover(server.origin));
    expect(problem.code).toBe('unauthorised');
    expect(problem.message).toMatch(/^Grafana .*service account.*datasources:read/);
    expect(problem.message).not.toContain('CANARY');
  });

  it.each([
    ['a page', page],
    ['404', noRoute],
    ['an object', json({ data: [] })],
  ])('%s is no Grafana', async (_name, listener) => {
    const server = await scriptedServer(listener);
    const problem = await problemFrom(discover(server.origin));
    expect(problem.code).toBe('unsupported');
    expect(problem.message).toContain('it is no Grafana. Check the URL.');
  });

  it('500 and refusals keep their reason', async () => {
    const server = await scriptedServer(json({ message: 'no organisation' }, 400));
    expect((await problemFrom(discover(server.origin))).message).toContain('(400): no organisation.');
  });
});
