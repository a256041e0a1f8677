import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Credentials } from '../../../src/backends/credentials.ts';
import { BackendHttp, type BackendHttpOptions, type HttpAnswer } from '../../../src/backends/http.ts';
import type { Problem } from '../../../src/core/problem.ts';
import { problemFrom } from './problemFrom.ts';
import { json, page, rawServer, scriptedServer } from './scriptedServer.ts';

const MIB = 1_048_576;
const never = new AbortController().signal;

function clientOf(origin: string, options: Partial<BackendHttpOptions> = {}): BackendHttp {
  return new BackendHttp({
    label: 'Shop',
    base: { origin, basePath: '' },
    credentials: async () => undefined,
    deadlineMs: 5000,
    ...options,
  });
}

function get(http: BackendHttp, signal = never, maxBytes = MIB): Promise<HttpAnswer> {
  return http.get({ path: '/x', maxBytes }, signal);
}

function textOf(answer: HttpAnswer): string {
  if (answer.kind !== 'data') throw new Error(`expected data, got ${answer.kind}`);
  return new TextDecoder().decode(answer.bytes);
}

/** The Problem of one request to a server that answers so. */
async function problemOfAnswer(status: number, headers: Record<string, string> = {}, body = ''): Promise<Problem> {
  const server = await scriptedServer((_request, response) => response.writeHead(status, headers).end(body));
  return problemFrom(get(clientOf(server.origin)));
}

describe('answers', () => {
  it('gives the bytes, and asks below the base path with an encoded query', async () => {
    const server = await scriptedServer((_request, response) => response.end('{"a":1}'));
    const http = clientOf(server.origin, { base: { origin: server.origin, basePath: '/jaeger' } });
    const query = [['tags', '{"a b":"ü&="}']] as const;
    expect(textOf(await http.get({ path: '/api/x', query, maxBytes: MIB }, never))).toBe('{"a":1}');
    const asked = new URL(server.requests[0]!.url!, server.origin);
    expect(asked.pathname).toBe('/jaeger/api/x');
    expect(asked.searchParams.get('tags')).toBe('{"a b":"ü&="}');
  });

  it('inflates gzip, and asks for nothing else', async () => {
    const server = await scriptedServer((_request, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('{"a":1}')),
    );
    expect(textOf(await get(clientOf(server.origin)))).toBe('{"a":1}');
    expect(server.requests[0]!.headers['accept-encoding']).toBe('gzip');
  });

  it('joins large bodies without losing a byte', async () => {
    const body = Buffer.alloc(20 * MIB, 'abcdefg');
    const server = await scriptedServer((_request, response) => response.end(body));
    const answer = await get(clientOf(server.origin), never, 32 * MIB);
    expect(answer.kind === 'data' && Buffer.from(answer.bytes).equals(body)).toBe(true);
  });

  it.each([
    ['text/html', '<!doctype html><title>Sign in'],
    ['application/json', '\n <html>'],
    ['application/json', '\uFEFF<html>'],
  ])('B07 knows a page labelled %s', async (type, body) => {
    const server = await scriptedServer((_request, response) =>
      response.writeHead(200, { 'Content-Type': type }).end(body),
    );
    expect(await get(clientOf(server.origin))).toEqual({ kind: 'page' });
  });

  it('B07 takes data labelled as a page', async () => {
    const server = await scriptedServer((_request, response) =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('{}'),
    );
    expect(textOf(await get(clientOf(server.origin)))).toBe('{}');
  });

  it('leaves 404, 400 and 501 to the backend', async () => {
    for (const status of [400, 404, 501]) {
      const server = await scriptedServer(json({ errors: [] }, status));
      expect(await get(clientOf(server.origin))).toEqual({ kind: 'refusal', status, body: '{"errors":[]}' });
    }
  });

  it('reads no more than 64 KiB of an error', async () => {
    const server = await scriptedServer((_request, response) => response.writeHead(404).end('x'.repeat(900_000)));
    const answer = await get(clientOf(server.origin));
    expect(answer.kind === 'refusal' && answer.body.length).toBe(65_536);
  });
});

describe('no answer', () => {
  it('B01 connection refused', async () => {
    const problem = await problemFrom(get(clientOf('http://127.0.0.1:1')));
    expect(problem.code).toBe('unreachable');
    expect(problem.message).toBe(
      'Shop (http://127.0.0.1:1) is not there: nothing listens at 127.0.0.1:1. Is the server running?',
    );
  });

  it('B01 refused on both addresses of localhost', async () => {
    const problem = await problemFrom(get(clientOf('http://localhost:1')));
    expect(problem.message).toContain('nothing listens at localhost:1');
  });

  it('B02 no such name', async () => {
    const problem = await problemFrom(get(clientOf('http://no-such-host.invalid:16686')));
    expect(problem.code).toBe('unreachable');
    expect(problem.message).toContain('the name no-such-host.invalid:16686 has no address');
  });

  it('B03 accepts and never answers', async () => {
    const server = await rawServer(() => undefined);
    const problem = await problemFrom(get(clientOf(server.origin, { deadlineMs: 200 })));
    expect(problem.code).toBe('unreachable');
    expect(problem.message).toContain('did not finish answering within 0.2 s');
  });

  it('B04 stalls after the headers', async () => {
    const server = await rawServer((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a'));
    const problem = await problemFrom(get(clientOf(server.origin, { deadlineMs: 200 })));
    expect(problem.message).toContain('did not finish answering within 0.2 s');
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  it('B05 one byte after the other for ever', async () => {
    const server = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
      const timer = setInterval(() => socket.write(' '), 20);
      socket.once('close', () => clearInterval(timer));
    });
    const problem = await problemFrom(get(clientOf(server.origin, { deadlineMs: 300 })));
    expect(problem.message).toContain('did not finish answering within 0.3 s');
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  it.each([
    'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a',
  ])('B06 closes in the middle: %j', async (bytes) => {
    const server = await rawServer((socket) => socket.end(bytes));
    const problem = await problemFrom(get(clientOf(server.origin)));
    expect(problem.code).toBe('unreachable');
    expect(problem.message).toContain('closed the connection before its answer was complete');
  });

  it('B14 something that is not HTTP', async () => {
    const server = await rawServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    const problem = await problemFrom(get(clientOf(server.origin)));
    expect(problem.message).toContain('does not answer in HTTP');
  });

  it('B14 plain HTTP where TLS was asked for', async () => {
    const server = await scriptedServer(page);
    const problem = await problemFrom(get(clientOf(server.origin.replace('http:', 'https:'))));
    expect(problem.message).toContain('does not speak TLS');
  });

  it.each(['gzip, gzip', 'br', 'gzip, '.repeat(4000)])('B15 refuses the encoding %.20s', async (encoding) => {
    const server = await rawServer((socket) =>
      socket.end(`HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\n\r\nxx`),
    );
    const problem = await problemFrom(get(clientOf(server.origin)));
    expect(problem.message).toMatch(/Only gzip is read|headers larger than 16 KiB/);
  });

  it('B15 stops a gzip bomb at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * MIB), { level: 9 });
    expect(bomb.byteLength).toBeLessThan(400_000);
    const server = await scriptedServer((_request, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb),
    );
    const before = process.memoryUsage().rss;
    const problem = await problemFrom(get(clientOf(server.origin), never, 16 * MIB));
    expect(problem.code).toBe('too-large');
    expect(problem.message).toContain('more than 16 MiB');
    expect(process.memoryUsage().rss - before).toBeLessThan(96 * MIB);
  });

  it('B15 stops gzip members that hold nothing', async () => {
    const empty = Buffer.concat(Array.from({ length: 10_000 }, () => gzipSync('')));
    const server = await scriptedServer((_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      const more = (): void => void (response.destroyed || response.write(empty, more));
      more();
    });
    expect((await problemFrom(get(clientOf(server.origin), never, 2 * MIB))).code).toBe('too-large');
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  it('B16 stops an endless body, whatever its Content-Length says', async () => {
    const server = await scriptedServer((_request, response) => {
      response.writeHead(200, { 'Content-Length': 2 ** 31 });
      const more = (): void => void (response.destroyed || response.write(Buffer.alloc(65_536, 32), more));
      more();
    });
    expect((await problemFrom(get(clientOf(server.origin), never, MIB))).code).toBe('too-large');
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  it('B17 truncated gzip', async () => {
    const half = gzipSync('x'.repeat(1000)).subarray(0, 15);
    const server = await scriptedServer((_request, response) =>
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(half),
    );
    expect((await problemFrom(get(clientOf(server.origin)))).message).toContain('damaged or cut off');
  });
});

describe('statuses', () => {
  it.each([204, 206, 304])('B08 %i is no answer', async (status) => {
    const problem = await problemOfAnswer(status, {}, status === 206 ? '{}' : '');
    expect(problem.code).toBe('malformed');
    expect(problem.message).toContain(`status ${status}`);
  });

  it.each([401, 403])('B09 %i without credentials', async (status) => {
    const problem = await problemOfAnswer(status);
    expect(problem.code).toBe('unauthorised');
    expect(problem.message).toContain('wants credentials');
  });

  it.each([401, 403])('B09 %i with credentials', async (status) => {
    const server = await scriptedServer(json({}, status));
    const http = clientOf(server.origin, { credentials: async () => ({ type: 'bearer', token: 't0ken' }) });
    expect((await problemFrom(get(http))).message).toContain('refused the stored credentials');
  });

  it('B09 407 names the proxy', async () => {
    expect((await problemOfAnswer(407)).message).toContain('proxy before Shop');
  });

  it.each([
    ['1', 'in 1 s'],
    [new Date(Date.now() + 90_000).toUTCString(), /in (8\d|90) s/],
    ['Wed, 21 Oct 2015 07:28:00 GMT', 'later'],
    ['-5', 'later'],
    ['abc', 'later'],
    ['99999999', 'in 3600 s'],
    [undefined, 'later'],
  ])('B11 429 with Retry-After %s', async (header, expected) => {
    const problem = await problemOfAnswer(429, header === undefined ? {} : { 'Retry-After': header });
    expect(problem.code).toBe('busy');
    expect(problem.message).toMatch(expected);
  });

  it('B12 fails while the server fails, then works', async () => {
    const statuses = [500, 502, 503, 504, 200];
    const server = await scriptedServer((_request, response) => response.writeHead(statuses.shift()!).end('{}'));
    const http = clientOf(server.origin);
    for (const status of [500, 502, 503, 504]) {
      const problem = await problemFrom(get(http));
      expect(problem.code).toBe('unreachable');
      expect(problem.message).toContain(`(${status})`);
    }
    expect(textOf(await get(http))).toBe('{}');
  });

  it('quotes the reason of a failure, as one line without controls', async () => {
    const body = JSON.stringify({ errors: [{ code: 500, msg: 'storage\u202E is\r\n\u0000down' }] });
    expect((await problemOfAnswer(500, {}, body)).message).toContain('failed (500): storage is down. Try again');
  });
});

const STATUSES = [301, 302, 303, 307, 308] as const;
const SECRETS: readonly Credentials[] = [
  { type: 'bearer', token: 'CANARY-bearer-u' },
  { type: 'basic', user: 'ann', password: 'CANARY-pässword"/+?' },
  ...['X-API-Key', 'signoz-api-key', 'X-Scope-OrgID', 'Cookie'].map(
    (name) => ({ type: 'header', name, value: 'CANARY-value/+?=' }) as const,
  ),
];

describe('redirects', () => {
  it.each(STATUSES)('B13 follows %i on the same origin, with the credentials', async (status) => {
    const server = await scriptedServer({
      '/x': (_request, response) => response.writeHead(status, { Location: '/y?a=b' }).end('moved'),
      '/y': json({ moved: true }),
    });
    const http = clientOf(server.origin, { credentials: async () => ({ type: 'bearer', token: 't' }) });
    expect(textOf(await get(http))).toBe('{"moved":true}');
    expect(server.requests.map((request) => request.headers.authorization)).toEqual(['Bearer t', 'Bearer t']);
    expect(server.requests.map((request) => request.method)).toEqual(['GET', 'GET']);
  });

  const CASES = STATUSES.flatMap((status) => SECRETS.map((secret) => [status, secret] as const));
  it.each(CASES)('B13 T22 never takes credentials to another origin: %i %o', async (status, secret) => {
    const other = await scriptedServer(json({}));
    const location = `${other.origin}/z?token=CANARY-bearer-u`;
    const server = await scriptedServer((_request, response) =>
      response.writeHead(status, { Location: location }).end(),
    );
    const problem = await problemFrom(get(clientOf(server.origin, { credentials: async () => secret })));
    expect(problem.code).toBe('refused');
    expect(problem.message).toContain(`redirected to ${other.origin}, which was not followed`);
    expect(problem.message).not.toContain('CANARY');
    expect(other.requests).toHaveLength(0);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['another host', 'http://localhost:1/x', 'http://localhost:1'],
    ['another scheme', 'https://127.0.0.1:1/x', 'https://127.0.0.1:1'],
    ['a network path', '//evil.example/x', 'http://evil.example'],
    ['a backslash path', '/\\evil.example/x', 'http://evil.example'],
    ['the metadata service', 'http://169.254.169.254/latest', 'http://169.254.169.254'],
    ['a file', 'file:///etc/passwd', 'a file: address'],
    ['data', 'data:application/json,{}', 'a data: address'],
    ['script', 'javascript:alert(1)', 'a javascript: address'],
    ['nothing', '', 'nowhere'],
    ['garbage', 'http://[', 'nowhere'],
  ])('B13 refuses a redirect to %s', async (_name, location, named) => {
    const problem = await problemOfAnswer(302, { Location: location });
    expect(problem.code).toBe('refused');
    expect(problem.message).toContain(`redirected to ${named}`);
  });

  it.each(['evil:pw', 'evil', ':pw'])(
    'B13 refuses credentials smuggled in by a redirect to itself: %s',
    async (user) => {
      const server = await scriptedServer((request, response) =>
        response.writeHead(302, { Location: `http://${user}@${request.headers.host}/y` }).end(),
      );
      expect((await problemFrom(get(clientOf(server.origin)))).code).toBe('refused');
      expect(server.requests).toHaveLength(1);
    },
  );

  it('B13 stays with the server when the path of a redirect looks like another host', async () => {
    const other = await scriptedServer(json({}));
    const server = await scriptedServer((request, response) => {
      const host = request.headers.host;
      const to =
        request.url === '/x' ? `http://${host}//127.0.0.1:${other.port}/y` : `http://127.0.0.1:${other.port}/z`;
      response.writeHead(302, { Location: to }).end();
    });
    expect((await problemFrom(get(clientOf(server.origin)))).message).toContain(`redirected to ${other.origin}`);
    expect(server.requests).toHaveLength(2);
    expect(other.requests).toHaveLength(0);
  });

  it('B13 ends a loop after three', async () => {
    const server = await scriptedServer((_request, response) => response.writeHead(302, { Location: '/x' }).end());
    expect((await problemFrom(get(clientOf(server.origin)))).message).toContain('more than 3 times');
    expect(server.requests).toHaveLength(4);
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  it('leaves no connection behind when the redirect has an endless body', async () => {
    const server = await rawServer((socket) =>
      socket.write('HTTP/1.1 302 Found\r\nLocation: http://a.example\r\n\r\nx'),
    );
    await problemFrom(get(clientOf(server.origin)));
    await expect.poll(() => server.sockets.size).toBe(0);
  });
});

describe('cancelling and load', () => {
  it('B21 closes the connection when the caller gives up before the answer', async () => {
    const server = await scriptedServer(() => undefined);
    const controller = new AbortController();
    const call = problemFrom(get(clientOf(server.origin), controller.signal));
    await expect.poll(() => server.requests.length).toBe(1);
    controller.abort();
    expect((await call).code).toBe('cancelled');
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  it('B21 closes the connection when the caller gives up within the answer', async () => {
    const server = await scriptedServer((_request, response) => response.writeHead(200).write('{"a'));
    const controller = new AbortController();
    const call = problemFrom(get(clientOf(server.origin), controller.signal));
    await expect.poll(() => server.requests.length).toBe(1);
    await sleep(50);
    controller.abort();
    expect((await call).code).toBe('cancelled');
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  it('B21 asks nothing when it is cancelled already', async () => {
    const server = await scriptedServer(page);
    expect((await problemFrom(get(clientOf(server.origin), AbortSignal.abort()))).code).toBe('cancelled');
    expect(server.requests).toHaveLength(0);
  });

  it('B21 answers 100 parallel queries over few connections', async () => {
    let open = 0;
    let most = 0;
    const server = await scriptedServer((_request, response) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        response.end('{}');
      }, 5);
    });
    const http = clientOf(server.origin);
    const answers = await Promise.all(Array.from({ length: 100 }, () => get(http)));
    expect(answers.every((answer) => answer.kind === 'data')).toBe(true);
    expect(most).toBeLessThanOrEqual(6);
  });

  it('ignores proxies of the environment', async () => {
    const server = await scriptedServer(json({}));
    process.env['HTTP_PROXY'] = 'http://127.0.0.1:1';
    try {
      expect((await get(clientOf(server.origin))).kind).toBe('data');
    } finally {
      delete process.env['HTTP_PROXY'];
    }
  });
});

describe('credentials', () => {
  it('asks for them by origin and sends them in their header', async () => {
    const server = await scriptedServer(json({}));
    const origins: string[] = [];
    for (const secret of SECRETS) {
      const credentials = async (origin: string): Promise<Credentials> => (origins.push(origin), secret);
      await get(clientOf(server.origin, { credentials }));
    }
    expect(new Set(origins)).toEqual(new Set([server.origin]));
    const [bearer, basic, key] = server.requests.map((request) => request.headers);
    expect(bearer!.authorization).toBe('Bearer CANARY-bearer-u');
    expect(Buffer.from(basic!.authorization!.slice(6), 'base64').toString()).toBe('ann:CANARY-pässword"/+?');
    expect(key!['x-api-key']).toBe('CANARY-value/+?=');
    expect(key!.authorization).toBeUndefined();
  });

  it('says when the secret storage fails', async () => {
    const http = clientOf('http://127.0.0.1:1', {
      credentials: () => Promise.reject(new Error('CANARY keyring locked')),
    });
    const problem = await problemFrom(get(http));
    expect(problem.message).toContain('could not be read from the secret storage');
    expect(inspect(problem)).not.toContain('CANARY');
  });

  it.each([
    { type: 'bearer', token: 'CANARY\r\nX-Evil: 1' },
    { type: 'bearer', token: '  ' },
    { type: 'header', name: 'X-Key', value: 'CANARY-\u00FC' },
    { type: 'header', name: 'Host', value: 'CANARY' },
    { type: 'header', name: 'X Evil', value: 'CANARY' },
  ] as const)('sends nothing when they cannot stand in a header: %o', async (secret) => {
    const server = await scriptedServer(json({}));
    const problem = await problemFrom(get(clientOf(server.origin, { credentials: async () => secret })));
    expect(problem.code).toBe('refused');
    expect(inspect(problem)).not.toContain('CANARY');
    expect(server.requests).toHaveLength(0);
  });

  /** Everything a server can do with what it was sent, in every encoding. */
  const ECHOES: readonly (readonly [name: string, status: number, text: (secret: string) => string])[] = [
    ['401', 401, (secret) => secret],
    ['403 JSON', 403, (secret) => JSON.stringify({ error: { message: secret } })],
    ['404 text', 404, (secret) => `no ${secret} here`],
    ['400 JSON', 400, (secret) => JSON.stringify({ errors: [{ code: 400, msg: `bad ${secret}` }] })],
    ['500 text', 500, (secret) => secret],
    ['500 percent-encoded', 500, (secret) => encodeURIComponent(secret)],
    ['500 base64', 500, (secret) => Buffer.from(secret).toString('base64')],
    ['500 base64url', 500, (secret) => Buffer.from(secret).toString('base64url')],
    ['500 JSON', 500, (secret) => JSON.stringify({ message: secret })],
    ['503', 503, (secret) => secret],
  ];
  const LEAKS = ECHOES.flatMap(([name, status, text]) =>
    SECRETS.map((secret) => [name, secret, status, text] as const),
  );
  it.each(LEAKS)('T24 keeps them out of messages and bodies: %s %o', async (_name, secret, status, text) => {
    const raw = secret.type === 'bearer' ? secret.token : secret.type === 'basic' ? secret.password : '';
    const value = raw || (secret.type === 'header' ? secret.value : '');
    const server = await scriptedServer((request, response) =>
      response.writeHead(status).end(`${text(value)} ${status >= 500 ? '' : (request.headers.authorization ?? '')}`),
    );
    const outcome: unknown = await get(clientOf(server.origin, { credentials: async () => secret })).catch(
      (thrown: unknown) => thrown,
    );
    const shown = inspect(outcome, { depth: 20, showHidden: true });
    for (const form of [value, encodeURIComponent(value), Buffer.from(value).toString('base64').replace(/=+$/, '')])
      expect(shown).not.toContain(form);
    expect(shown).not.toMatch(/CANARY|Q0FOQVJZ/);
  });

  it('T24 keeps them out of failures of the transport', async () => {
    const closing = await rawServer((socket) => socket.destroy());
    const silent = await rawServer(() => undefined);
    for (const origin of ['http://127.0.0.1:1', closing.origin, silent.origin, 'http://no-such-host.invalid'])
      for (const secret of SECRETS) {
        const http = clientOf(origin, { credentials: async () => secret, deadlineMs: 500 });
        const problem = await problemFrom(get(http));
        expect(inspect(problem, { depth: 20, showHidden: true })).not.toMatch(/CANARY|Q0FOQVJZ/);
      }
  });
});

it('B22 asks an IPv6 address', async () => {
  const server = createServer((_request, response) => response.end('{}'));
  server.listen(0, '::1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as { readonly port: number };
    expect(textOf(await get(clientOf(`http://[::1]:${port}`)))).toBe('{}');
  } finally {
    server.close();
  }
});
