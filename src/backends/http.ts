import { Agent as HttpAgent, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import { getCACertificates } from 'node:tls';
import type { AxiosInstance, AxiosResponse } from 'axios';
import { Problem } from '../core/problem.ts';
import { credentialHeaders, secretsOf, type Credentials, type CredentialsPort } from './credentials.ts';
import type { BaseUrl } from './origin.ts';
import { readBody } from './readBody.ts';
import { redact } from './redact.ts';
import { redirectTarget } from './redirect.ts';
import { statusProblem } from './statusProblem.ts';
import { deadlineProblem, transportProblem, type Transport } from './transportProblem.ts';

export interface BackendHttpOptions {
  /** The backend's name in messages. */
  readonly label: string;
  readonly base: BaseUrl;
  readonly credentials: CredentialsPort;
  /** False accepts any certificate, for this backend alone. */
  readonly tlsRejectUnauthorized?: boolean;
  /** Certificates in PEM to trust besides those that the machine does; read with the first request. */
  readonly certificates?: () => Promise<readonly string[]>;
  /** Sent with every request and no secrets: a tenant. */
  readonly headers?: Readonly<Record<string, string>>;
  /** From the request to the last byte of the answer, redirects included. */
  readonly deadlineMs?: number;
}

export interface HttpRequest {
  /** Below the base path, with a slash in front, encoded. */
  readonly path: string;
  readonly query?: readonly (readonly [name: string, value: string])[];
  /** Of the answer, after inflation. */
  readonly maxBytes: number;
  /** The media type to ask for, when it is not JSON. */
  readonly accept?: string;
}

/** An answer whose meaning is the backend's to know. */
export type HttpAnswer =
  | { readonly kind: 'data'; readonly bytes: ArrayBuffer }
  /** A web page where data was asked for: a login, or a UI that answers every unknown path with itself. */
  | { readonly kind: 'page' }
  /** A 4xx (or 501) that is not about credentials or load; `body` is at most 64 KiB, without secrets. */
  | { readonly kind: 'refusal'; readonly status: number; readonly body: string };

const DEADLINE_MS = 30_000;
/** Of an error's body. */
const MAX_ERROR_BYTES = 65_536;
const MAX_REDIRECTS = 3;
/** Connections to one backend at a time; further requests wait their turn. */
const MAX_SOCKETS = 6;

/**
 * The one HTTP client: GET only, bound to one origin, which alone ever sees the credentials. Rejects with Problems whose
 * messages name the backend and hold no secrets; errors of axios carry the whole request, so they are never passed on.
 */
export class BackendHttp {
  readonly base: BaseUrl;
  /** The backend's name and address, for sentences. */
  readonly who: string;
  readonly #credentials: CredentialsPort;
  readonly #deadlineMs: number;
  readonly #httpAgent: HttpAgent;
  readonly #tlsRejectUnauthorized: boolean;
  readonly #certificates: (() => Promise<readonly string[]>) | undefined;
  readonly #headers: Readonly<Record<string, string>>;
  #httpsAgent: HttpsAgent | undefined;
  #axios: AxiosInstance | undefined;

  constructor({
    label,
    base,
    credentials,
    tlsRejectUnauthorized = true,
    certificates,
    headers = {},
    deadlineMs = DEADLINE_MS,
  }: BackendHttpOptions) {
    this.base = base;
    this.who = `${label} (${base.origin}${base.basePath})`;
    this.#credentials = credentials;
    this.#deadlineMs = deadlineMs;
    this.#httpAgent = new HttpAgent({ maxSockets: MAX_SOCKETS });
    this.#tlsRejectUnauthorized = tlsRejectUnauthorized;
    this.#certificates = certificates;
    this.#headers = headers;
  }

  /** Asks once; nothing is tried again by itself. */
  async get(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const deadline = AbortSignal.timeout(this.#deadlineMs);
    try {
      return await this.#get(request, AbortSignal.any([signal, deadline]));
    } catch (thrown) {
      if (signal.aborted) throw new Problem('cancelled', `Cancelled: ${this.who} is no longer asked.`);
      if (deadline.aborted) throw deadlineProblem(this.#transport);
      if (thrown instanceof Problem) throw thrown;
      throw this.#problem(thrown, request);
    }
  }

  async #get(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const { origin, basePath } = this.base;
    const credentials = await this.#storedCredentials(origin);
    const headers = credentialHeaders(credentials);
    const secrets = secretsOf(credentials);
    const params = new URLSearchParams();
    for (const [name, value] of request.query ?? []) params.append(name, value);
    const query = params.toString();
    let target = `${basePath}${request.path}${query === '' ? '' : `?${query}`}`;
    for (let hops = 0; ; hops++) {
      const response = await this.#ask(target, headers, request, signal);
      try {
        if (!isRedirect(response.status)) return await this.#answer(response, request.maxBytes, secrets);
      } finally {
        // Closes the socket of an answer that was not read to its end, also when the server has stopped sending.
        (response.request as ClientRequest).destroy();
      }
      if (hops === MAX_REDIRECTS)
        throw new Problem('refused', `${this.who} redirected more than ${MAX_REDIRECTS} times. Check the URL.`);
      target = redirectTarget(header(response, 'location'), new URL(`${origin}${target}`), this.who, secrets);
    }
  }

  async #storedCredentials(origin: string): Promise<Credentials | undefined> {
    try {
      return await this.#credentials(origin);
    } catch {
      throw new Problem(
        'internal',
        `The secret of ${this.who} could not be read from the secret storage. Enter it again.`,
      );
    }
  }

  async #ask(
    target: string,
    headers: Readonly<Record<string, string>>,
    { maxBytes, accept = 'application/json' }: HttpRequest,
    signal: AbortSignal,
  ): Promise<AxiosResponse<Readable>> {
    // Loaded with the first request: activation must not pay for it.
    this.#axios ??= (await import('axios')).default.create();
    return this.#axios.request<Readable>({
      method: 'GET',
      baseURL: this.base.origin,
      url: target,
      // An absolute URL would take the credentials elsewhere (CVE-2025-27152).
      allowAbsoluteUrls: false,
      headers: { ...this.#headers, Accept: accept, 'Accept-Encoding': 'gzip', 'User-Agent': 'spanline', ...headers },
      // Status and encoding decide how much is read and how, so the body is ours.
      responseType: 'stream',
      decompress: false,
      // On the wire: gzip members that hold nothing would pass the limit after inflation for ever.
      maxContentLength: maxBytes,
      maxRedirects: 0,
      maxBodyLength: 0,
      // HTTP_PROXY and its like do not apply; VS Code's own proxy support (http.proxy) sits below, in `http` and `https`.
      proxy: false,
      httpAgent: this.#httpAgent,
      httpsAgent: await this.#secureAgent(),
      validateStatus: null,
      signal,
    });
  }

  async #secureAgent(): Promise<HttpsAgent> {
    if (this.#httpsAgent) return this.#httpsAgent;
    const added = (await this.#certificates?.()) ?? [];
    // Naming authorities replaces the machine's own, so those are named as well.
    const ca = added.length > 0 ? { ca: [...getCACertificates('default'), ...added] } : {};
    return (this.#httpsAgent = new HttpsAgent({
      maxSockets: MAX_SOCKETS,
      rejectUnauthorized: this.#tlsRejectUnauthorized,
      ...ca,
    }));
  }

  async #answer(response: AxiosResponse<Readable>, maxBytes: number, secrets: readonly string[]): Promise<HttpAnswer> {
    const { status, data } = response;
    const succeeded = status === 200;
    const gzip = this.#isGzip(header(response, 'content-encoding'));
    const { bytes, truncated } = await readBody(data, gzip, succeeded ? maxBytes : MAX_ERROR_BYTES);
    if (succeeded) {
      if (truncated) throw this.#tooLarge(maxBytes);
      // The first character tells; the content type lies both ways (security.md B07).
      if (isPage(bytes)) return { kind: 'page' };
      return { kind: 'data', bytes };
    }
    const body = redact(new TextDecoder().decode(bytes), secrets);
    const problem = statusProblem({
      who: this.who,
      status,
      body,
      retryAfter: header(response, 'retry-after'),
      sentCredentials: secrets.length > 0,
    });
    if (problem) throw problem;
    return { kind: 'refusal', status, body };
  }

  /** A chain of encodings can be endless (CVE-2026-22036), and nobody was asked for anything but gzip. */
  #isGzip(encoding: string | undefined): boolean {
    switch (encoding?.trim().toLowerCase()) {
      case undefined:
      case '':
      case 'identity':
        return false;
      case 'gzip':
      case 'x-gzip':
        return true;
      default:
        throw new Problem(
          'unsupported',
          `${this.who} compressed its answer in a way that was not asked for. Only gzip is read.`,
        );
    }
  }

  #problem(thrown: unknown, { maxBytes }: HttpRequest): Problem {
    const code = codeOf(thrown);
    if (code === undefined) return new Problem('internal', `${this.who} could not be asked: an unexpected error.`);
    // With every status accepted this is axios's own limit on the wire.
    if (code === 'ERR_BAD_RESPONSE') return this.#tooLarge(maxBytes);
    return transportProblem(code, this.#transport);
  }

  #tooLarge(maxBytes: number): Problem {
    return new Problem(
      'too-large',
      `${this.who} sent more than ${maxBytes / 1_048_576} MiB, the limit for this. Ask for less.`,
    );
  }

  get #transport(): Transport {
    return { who: this.who, host: new URL(this.base.origin).host, deadlineMs: this.#deadlineMs };
  }
}

function isRedirect(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

function isPage(bytes: ArrayBuffer): boolean {
  const start = new TextDecoder().decode(new Uint8Array(bytes, 0, Math.min(bytes.byteLength, 256)));
  return start.trimStart().startsWith('<');
}

function header(response: AxiosResponse, name: string): string | undefined {
  const value: unknown = response.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function codeOf(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}
