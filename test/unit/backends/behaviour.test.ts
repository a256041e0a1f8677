import type { RequestListener } from 'node:http';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Credentials } from '../../../src/backends/credentials.ts';
import { Problem } from '../../../src/core/problem.ts';
import { backendAt, serverAt, traceId } from './configured.ts';
import { callsOf, SERVERS, TRACE_ID, TRACE_SERVERS, UNKNOWN_ID } from './everyServer.ts';
import { noRoute, plainText } from './plainText.ts';
import { problemFrom } from './problemFrom.ts';
import { json, page, scriptedServer } from './scriptedServer.ts';

const never = new AbortController().signal;
const LATENCY_IS_ELSEWHERE = /has no (?:metrics store|TraceQL metrics)/;

describe.each(TRACE_SERVERS)('%s', (_name, kind, stub) => {
  it('gives the trace it has', async () => {
    const server = await scriptedServer(stub);
    const { chunks } = await backendAt(kind, server.origin).getTrace(traceId(TRACE_ID), never);
    expect(chunks).toHaveLength(1);
  });

  it('B10 not found is said of the trace', async () => {
    const server = await scriptedServer(stub);
    const problem = await problemFrom(backendAt(kind, server.origin).getTrace(traceId(UNKNOWN_ID), never));
    expect(problem.code).toBe('not-found');
    expect(problem.message).toMatch(/^Shop \(http:\/\/127.*\) does not have trace f{32}\. \S/);
  });

  it('B20 refuses another trace than was asked for', async () => {
    const server = await scriptedServer((request, response) => {
      request.url = request.url!.replace(UNKNOWN_ID, TRACE_ID);
      stub(request, response);
    });
    const problem = await problemFrom(backendAt(kind, server.origin).getTrace(traceId(UNKNOWN_ID), never));
    expect(problem.code).toBe('malformed');
    expect(problem.message).toMatch(/^Shop .* another trace than f{32}/);
  });

  it.each(['', 'null', '[1]', '"x"', '{"a"', 'nonsense', '{"a":1}'])('B06 a trace that is %j is none', async (body) => {
    const server = await scriptedServer((request, response) =>
      request.url!.includes('/trace') ? void response.end(body) : stub(request, response),
    );
    const problem = await problemFrom(backendAt(kind, server.origin).getTrace(traceId(TRACE_ID), never));
    expect(problem.message).toContain('Shop');
    // Tempo says with an empty success that it has no such trace, and is recognised by its echo.
    if (body !== '' || kind !== 'tempo') expect(problem.code).not.toBe('not-found');
  });

  it('B22 works below a base path, and not beside it', async () => {
    const server = await scriptedServer((request, response) => {
      if (!request.url!.startsWith('/below/it/')) return noRoute(request, response);
      request.url = request.url!.slice('/below/it'.length);
      stub(request, response);
    });
    const { chunks } = await backendAt(kind, `${server.origin}/below/it/`).getTrace(traceId(TRACE_ID), never);
    expect(chunks).toHaveLength(1);
    const problem = await problemFrom(backendAt(kind, server.origin).getTrace(traceId(TRACE_ID), never));
    expect(problem.code).toBe('unsupported');
    expect(problem.message).toMatch(/^Shop .*base path/);
  });
});

describe.each(SERVERS)('%s', (_name, kind, stub) => {
  const calls = Object.keys(callsOf(serverAt(kind, 'http://localhost:1')));

  it('answers every call', async () => {
    const server = await scriptedServer(stub);
    for (const [call, ask] of Object.entries(callsOf(serverAt(kind, server.origin)))) {
      const outcome: unknown = await ask(never).catch((thrown: unknown) => thrown);
      const isElsewhere = outcome instanceof Problem && LATENCY_IS_ELSEWHERE.test(outcome.message);
      if (outcome instanceof Error && !isElsewhere) throw new Error(call, { cause: outcome });
    }
  });

  it.each([401, 403])('B09 %i wants credentials', async (status) => {
    const server = await scriptedServer(plainText('no', status));
    for (const ask of Object.values(callsOf(serverAt(kind, server.origin)))) {
      const problem = await problemFrom(ask(never));
      expect(problem.code).toBe('unauthorised');
      expect(problem.message).toMatch(/^Shop \(http.*Enter them for this backend\.$/);
    }
  });

  it.each([
    ['B07 a page instead of data', page],
    ['B10 a 404 of a Go server', noRoute],
    ['B10 a 404 of a gateway', json({ message: 'no Route matched with those values' }, 404)],
    ['B10 a 404 without a word', plainText('', 404)],
    ['B19 data of another kind', json({ spans: [] })],
    ['B19 a list of another kind', json([{ spans: [] }])],
    ['B06 half of it', plainText('{"a":[', 200)],
  ] satisfies readonly (readonly [string, RequestListener])[])(
    '%s is no trace that is missing',
    async (_name, listener) => {
      const server = await scriptedServer(listener);
      for (const [call, ask] of Object.entries(callsOf(serverAt(kind, server.origin)))) {
        const outcome: unknown = await ask(never).catch((thrown: unknown) => thrown);
        // A list of texts with nothing in it is a list still; whole traces are not read here.
        if (!(outcome instanceof Error)) continue;
        expect(outcome, call).toBeInstanceOf(Problem);
        const { code, message } = outcome as Problem;
        expect(message).toMatch(/^Shop \(http/);
        if (!LATENCY_IS_ELSEWHERE.test(message)) expect(['unsupported', 'malformed'], call).toContain(code);
      }
      expect((await problemFrom(serverAt(kind, server.origin).health(never))).code).not.toBe('not-found');
    },
  );

  it('B12 fails while the server fails, then works', async () => {
    let failing = true;
    const server = await scriptedServer((request, response) =>
      (failing ? plainText('down', 503) : stub)(request, response),
    );
    const backend = serverAt(kind, server.origin);
    const problem = await problemFrom(backend.health(never));
    expect(problem.code).toBe('unreachable');
    expect(problem.message).toMatch(/^Shop \(http.*failed \(503\): down\. Try again/);
    failing = false;
    expect((await backend.health(never)).sentence).toMatch(/^Shop \(http/);
  });

  it('B16 a list without end is cut off', async () => {
    const server = await scriptedServer((_request, response) => {
      response.writeHead(200).write('{"data":["');
      const more = (): void => void (response.destroyed || response.write('x'.repeat(65_536), more));
      more();
    });
    expect((await problemFrom(serverAt(kind, server.origin).health(never))).code).toBe('too-large');
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  it('B18 a million levels of JSON are refused', async () => {
    const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000);
    const server = await scriptedServer((_request, response) => response.end(deep));
    const problem = await problemFrom(serverAt(kind, server.origin).health(never));
    expect(['malformed', 'unsupported']).toContain(problem.code);
  });

  it.each(calls)('B21 %s ends when it is cancelled, before and while it asks', async (call) => {
    const server = await scriptedServer(() => undefined);
    const backend = serverAt(kind, server.origin);
    expect((await problemFrom(callsOf(backend)[call]!(AbortSignal.abort()))).code).toBe('cancelled');
    expect(server.requests).toHaveLength(0);
    const controller = new AbortController();
    const asking = problemFrom(callsOf(backend)[call]!(controller.signal));
    await expect.poll(() => server.requests.length).toBeGreaterThan(0);
    controller.abort();
    expect((await asking).code).toBe('cancelled');
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  it('B19 any JSON gives a result or a Problem, and changes no prototype', async () => {
    let answer: unknown;
    const server = await scriptedServer((request, response) => json(answer)(request, response));
    const words =
      'data status result resourceSpans services summaries traces tagValues scopes tags series labels samples exemplars value ' +
      'metrics metric serviceStats traceID name __proto__ constructor';
    const key = fc.constantFrom(...words.split(' '));
    const any = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue({ maxDepth: 1 }),
        fc.constantFrom('success', TRACE_ID, '1700000000000000000', '__proto__'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 5 }),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(any, async (value) => {
        answer = value;
        for (const [call, ask] of Object.entries(callsOf(serverAt(kind, server.origin)))) {
          const outcome: unknown = await ask(never).catch((thrown: unknown) => thrown);
          if (outcome instanceof Error) expect(outcome, call).toBeInstanceOf(Problem);
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  const SECRETS: readonly Credentials[] = [
    { type: 'bearer', token: 'CANARY-bearer' },
    { type: 'basic', user: 'ann', password: 'CANARY-password' },
    { type: 'header', name: 'X-API-Key', value: 'CANARY-key' },
  ];
  it.each(SECRETS)('T24 no message holds the secret: %o', async (secret) => {
    const raw = secret.type === 'bearer' ? secret.token : secret.type === 'basic' ? secret.password : '';
    const value = raw || (secret.type === 'header' ? secret.value : '');
    const echoes: readonly RequestListener[] = [
      ...[400, 401, 403, 404, 413, 422, 429, 500, 501, 503].flatMap((status) => [
        plainText(`no ${value} here`, status),
        json(
          { error: { message: value }, errors: [{ msg: value }], message: value, title: value, status: 'error' },
          status,
        ),
      ]),
      json({ status: 'success', data: value, message: value }),
      json({ status: 'PARTIAL', traces: [], message: value }),
      plainText(value, 200),
      (_request, response) => response.writeHead(302, { Location: `http://other.example/${value}` }).end(),
      (_request, response) => response.destroy(),
    ];
    for (const echo of echoes) {
      const server = await scriptedServer(echo);
      for (const ask of Object.values(callsOf(serverAt(kind, server.origin, secret)))) {
        const outcome: unknown = await ask(never).catch((thrown: unknown) => thrown);
        // What was found is the server's data; what is said about it is ours.
        const said = outcome instanceof Error ? outcome : (outcome as { readonly notes?: unknown } | undefined)?.notes;
        expect(inspect(said, { depth: 20, showHidden: true })).not.toMatch(/CANARY|Q0FOQVJZ/);
      }
      for (const request of server.requests) expect(inspect(request.headers)).toMatch(/CANARY|Basic/);
    }
  });
});
