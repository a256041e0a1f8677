import { isAbsolute } from 'node:path';
import { Problem } from '../core/problem.ts';
import type { BackendKind } from './backend.ts';
import { isCredentialHeader } from './credentials.ts';
import { field, isJsonObject, textField } from './json.ts';
import { parseBaseUrl, type BaseUrl } from './origin.ts';
import { quoted } from './quoted.ts';

export type AuthKind = 'none' | 'bearer' | 'basic' | 'header';

/** One entry of the machine-scoped setting `spanline.backends`. Holds no secrets. */
export interface BackendConfig {
  readonly id: string;
  readonly kind: BackendKind;
  readonly label: string;
  readonly base: BaseUrl;
  readonly auth: AuthKind;
  /** The header that carries the secret; set exactly when `auth` is `header`. */
  readonly headerName: string | undefined;
  /** Further headers that the server or a gateway before it wants. Their values are secrets. */
  readonly headerNames: readonly string[];
  /** Whose traces, on a server for several: no secret. */
  readonly tenant: string | undefined;
  readonly tlsRejectUnauthorized: boolean;
  /** Absolute path of a PEM file with certificates to trust besides those that the machine does. */
  readonly caFile: string | undefined;
}

export interface ParsedBackends {
  readonly backends: readonly BackendConfig[];
  /** What is wrong, in sentences: an entry that cannot be used is missing from `backends`, one with a doubtful part is in it. */
  readonly problems: readonly Problem[];
}

const KINDS: readonly BackendKind[] = ['jaeger', 'tempo', 'zipkin', 'aspire', 'prometheus'];
const AUTH_KINDS: readonly AuthKind[] = ['none', 'bearer', 'basic', 'header'];
const KEYS: ReadonlySet<string> = new Set([
  'id',
  'kind',
  'label',
  'url',
  'auth',
  'headerName',
  'headers',
  'tenant',
  'tlsRejectUnauthorized',
  'caFile',
]);
const MAX_BACKENDS = 50;
const MAX_HEADERS = 10;

/** Reads the value of `spanline.backends`, whatever it is; never throws. */
export function parseBackends(setting: unknown): ParsedBackends {
  if (setting === undefined || setting === null) return { backends: [], problems: [] };
  if (!Array.isArray(setting))
    return { backends: [], problems: [new Problem('malformed', 'The setting spanline.backends must be a list.')] };
  const entries = setting as readonly unknown[];
  const backends: BackendConfig[] = [];
  const problems: Problem[] = [];
  const ids = new Set<string>();
  for (const [index, entry] of entries.slice(0, MAX_BACKENDS).entries()) {
    const where = `Entry ${index + 1} of spanline.backends`;
    try {
      const { backend, warnings } = parseBackend(entry);
      if (ids.has(backend.id)) throw new Problem('malformed', `The id "${backend.id}" is taken by an earlier entry.`);
      ids.add(backend.id);
      backends.push(backend);
      problems.push(...warnings.map((warning) => new Problem(warning.code, `${where}: ${warning.message}`)));
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      problems.push(new Problem(thrown.code, `${where} is not used: ${thrown.message}`));
    }
  }
  if (entries.length > MAX_BACKENDS)
    problems.push(new Problem('too-many', `Only the first ${MAX_BACKENDS} entries of spanline.backends are used.`));
  return { backends, problems };
}

function parseBackend(entry: unknown): { readonly backend: BackendConfig; readonly warnings: readonly Problem[] } {
  if (!isJsonObject(entry))
    throw new Problem(
      'malformed',
      'It must be an object like {"id": "local", "kind": "jaeger", "url": "http://localhost:16686"}.',
    );
  const id = textField(entry, 'id');
  if (!/^[\w.-]{1,64}$/.test(id))
    throw new Problem('malformed', 'Its "id" must be 1 to 64 letters, digits, dots, dashes or underscores.');
  const kind = oneOf(entry, 'kind', KINDS, undefined);
  const { base, warnings } = parseBaseUrl(textField(entry, 'url'));
  const auth = oneOf(entry, 'auth', AUTH_KINDS, 'none');
  const tls = field(entry, 'tlsRejectUnauthorized') ?? true;
  if (typeof tls !== 'boolean') throw new Problem('malformed', 'Its "tlsRejectUnauthorized" must be true or false.');
  const backend: BackendConfig = {
    id,
    kind,
    label: quoted(textField(entry, 'label')) || id,
    base,
    auth,
    headerName: auth === 'header' ? headerNameOf(entry) : undefined,
    headerNames: headerNamesOf(entry),
    tenant: tenantOf(entry),
    tlsRejectUnauthorized: tls,
    caFile: caFileOf(entry),
  };
  return { backend, warnings: [...warnings, ...unknownKeys(entry), ...exposedSecret(backend)] };
}

function oneOf<T extends string>(entry: object, key: string, known: readonly T[], fallback: T | undefined): T {
  const given = field(entry, key) ?? fallback;
  const value = known.find((one) => one === given);
  if (value === undefined)
    throw new Problem('malformed', `Its "${key}" must be ${known.map((one) => `"${one}"`).join(', ')}.`);
  return value;
}

function headerNameOf(entry: object): string {
  const name = textField(entry, 'headerName');
  if (isCredentialHeader(name)) return name;
  throw new Problem('malformed', 'With "auth": "header" it needs a "headerName", such as "X-API-Key".');
}

function headerNamesOf(entry: object): readonly string[] {
  const names = field(entry, 'headers') ?? [];
  const isList = Array.isArray(names) && names.length <= MAX_HEADERS;
  if (isList && names.every((name) => typeof name === 'string' && isCredentialHeader(name))) return names as string[];
  throw new Problem(
    'malformed',
    `Its "headers" must be a list of at most ${MAX_HEADERS} header names, such as ["CF-Access-Client-Secret"]. Their values are kept in the secret storage.`,
  );
}

function tenantOf(entry: object): string | undefined {
  const tenant = field(entry, 'tenant');
  if (tenant === undefined) return undefined;
  if (typeof tenant === 'string' && /^[\x21-\x7E]{1,150}$/.test(tenant)) return tenant;
  throw new Problem('malformed', 'Its "tenant" must be a text of 1 to 150 letters, digits and signs without spaces.');
}

function caFileOf(entry: object): string | undefined {
  const file = field(entry, 'caFile');
  if (file === undefined) return undefined;
  if (typeof file === 'string' && isAbsolute(file) && !/^[\\/]{2}|[\p{Cc}]/u.test(file)) return file;
  throw new Problem('malformed', 'Its "caFile" must be the absolute path of a PEM file on this machine.');
}

function unknownKeys(entry: object): readonly Problem[] {
  const unknown = Object.keys(entry).filter((key) => !KEYS.has(key));
  return unknown.map((key) => {
    const name = quoted(key);
    return /pass|token|secret|key|credential/i.test(key)
      ? new Problem(
          'refused',
          `"${name}" is not read. If it is a secret, take it out of the settings: Spanline asks for it and keeps it in the secret storage.`,
        )
      : new Problem('malformed', `"${name}" is not known and not used.`);
  });
}

function exposedSecret({ auth, headerNames, base }: BackendConfig): readonly Problem[] {
  const { protocol, hostname } = new URL(base.origin);
  const loopback = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  if ((auth === 'none' && headerNames.length === 0) || protocol === 'https:' || loopback) return [];
  return [
    new Problem('refused', `Its credentials travel to ${base.origin} unencrypted. Use https:// if the server has it.`),
  ];
}
