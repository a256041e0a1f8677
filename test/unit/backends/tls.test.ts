import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerOptions } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caCertificates } from '../../../src/backends/caCertificates.ts';
import { BackendHttp, type HttpAnswer } from '../../../src/backends/http.ts';
import { problemFrom } from './problemFrom.ts';
import { listening } from './scriptedServer.ts';

const folder = mkdtempSync(join(tmpdir(), 'spanline-tls-'));
const systemCertificates = getCACertificates('default');

/** A self-signed certificate; `trusted` makes it its own authority for this process, so that its other faults show. */
function certificate(
  name: string,
  days: number,
  trusted: boolean,
  subject = name,
): { readonly key: Buffer; readonly cert: Buffer } {
  const file = (extension: string): string => join(folder, `${name}-${days}.${extension}`);
  const subjectArgs = ['-subj', `/CN=${subject}`];
  execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', file('key')]);
  execFileSync('openssl', [
    'req',
    '-new',
    '-key',
    file('key'),
    ...subjectArgs,
    '-addext',
    `subjectAltName=DNS:${name}`,
    '-out',
    file('csr'),
  ]);
  execFileSync(
    'openssl',
    [
      'x509',
      '-req',
      '-in',
      file('csr'),
      '-copy_extensions',
      'copy',
      '-signkey',
      file('key'),
      '-days',
      String(days),
      '-out',
      file('crt'),
    ],
    { stdio: 'pipe' },
  );
  const cert = readFileSync(file('crt'));
  if (trusted) setDefaultCACertificates([...systemCertificates, cert.toString()]);
  return { key: readFileSync(file('key')), cert };
}

async function ask(pair: ServerOptions, tlsRejectUnauthorized: boolean, caFile?: string): Promise<HttpAnswer> {
  let requests = 0;
  const { port } = await listening(createServer(pair, (_request, response) => (requests++, response.end('{}'))));
  const http = new BackendHttp({
    label: 'Shop',
    base: { origin: `https://localhost:${port}`, basePath: '' },
    credentials: async () => ({ type: 'bearer', token: 'CANARY' }),
    tlsRejectUnauthorized,
    ...(caFile !== undefined && { certificates: () => caCertificates(caFile, 'Shop') }),
  });
  try {
    return await http.get({ path: '/', maxBytes: 1000 }, new AbortController().signal);
  } catch (thrown) {
    expect(requests).toBe(0);
    throw thrown;
  }
}

describe('T25 certificates', () => {
  beforeAll(() => setDefaultCACertificates(systemCertificates));
  afterAll(() => {
    setDefaultCACertificates(systemCertificates);
    rmSync(folder, { recursive: true, force: true });
  });

  it('B14 self-signed: refused, and taken when the user said so for this backend', async () => {
    const pair = certificate('localhost', 1, false);
    const problem = await problemFrom(ask(pair, true));
    expect(problem.code).toBe('unreachable');
    expect(problem.message).toContain('does not trust');
    expect((await ask(pair, false)).kind).toBe('data');
    // Never for the whole process.
    expect((await problemFrom(ask(pair, true))).message).toContain('does not trust');
  });

  it('B14 expired', async () => {
    expect((await problemFrom(ask(certificate('localhost', -1, true), true))).message).toContain('has expired');
  });

  it('B14 for another host', async () => {
    const problem = await problemFrom(ask(certificate('elsewhere.example', 1, true), true));
    expect(problem.message).toMatch(/for another host than localhost:\d+/);
  });

  it('B14 TLS 1.0', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const problem = await problemFrom(ask({ ...certificate('localhost', 2, true), ...old }, true));
    expect(problem.code).toBe('unreachable');
    expect(problem.message).toContain('its TLS version too old?');
  });

  it('an own authority is trusted for this backend alone, beside those of the machine', async () => {
    // What earlier tests trusted has the same name, and would be taken for it.
    setDefaultCACertificates(systemCertificates);
    const pair = certificate('localhost', 3, false);
    const file = join(folder, 'own.pem');
    writeFileSync(file, pair.cert);
    expect((await ask(pair, true, file)).kind).toBe('data');
    expect((await problemFrom(ask(pair, true))).message).toContain('does not trust');
    // The file does not make another server trusted.
    const other = certificate('localhost', 4, false);
    expect((await problemFrom(ask(other, true, file))).message).toContain('does not trust');
    expect((await ask(certificate('localhost', 5, true, 'Machine'), true, file)).kind).toBe('data');
  });

  it('an own authority that is not there, or is none, is named', async () => {
    const pair = certificate('localhost', 3, false);
    const missing = await problemFrom(ask(pair, true, join(folder, 'missing.pem')));
    expect(missing.message).toMatch(/^The "caFile" of Shop, .*missing\.pem, cannot be read\.$/);
    writeFileSync(join(folder, 'none.pem'), 'hello');
    expect((await problemFrom(ask(pair, true, join(folder, 'none.pem')))).message).toContain('holds no certificate');
  });

  it('good', async () => {
    expect((await ask(certificate('localhost', 2, true), true)).kind).toBe('data');
  });
});
