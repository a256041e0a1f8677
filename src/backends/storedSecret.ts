import type { BackendConfig } from './backendConfig.ts';
import type { Credentials } from './credentials.ts';
import { field, listField, parseJson, textField } from './json.ts';

type Wanted = Pick<BackendConfig, 'auth' | 'headerName' | 'headerNames'>;

/** What a backend's credentials look like in the secret storage. */
export function packSecret(credentials: Credentials): string {
  return JSON.stringify(credentials);
}

/**
 * The stored credentials, as far as they are what the settings ask for now: after a change of kind, or of a header's name, they have to
 * be entered again. `undefined` when any part is missing, since half of them would only be refused.
 */
export function readSecret(stored: string | undefined, wanted: Wanted): Credentials | undefined {
  const names = wanted.headerNames;
  if (wanted.auth === 'none' && names.length === 0) return { type: 'none' };
  const raw = stored === undefined ? undefined : parseJson(stored);
  const parts = textField(raw, 'type') === 'all' ? listField(raw, 'parts') : [raw];
  const auth = wanted.auth === 'none' ? ({ type: 'none' } as const) : readAuth(parts, wanted);
  if (!auth) return undefined;
  if (names.length === 0) return auth;
  const headers = names.map((name) => readHeader(parts, name));
  if (headers.includes(undefined)) return undefined;
  return { type: 'all', parts: [auth, ...headers.filter((header) => header !== undefined)] };
}

/** Whether the settings ask for any secret. */
export function wantsSecret({ auth, headerNames }: Wanted): boolean {
  return auth !== 'none' || headerNames.length > 0;
}

function readAuth(parts: readonly unknown[], { auth, headerName }: Wanted): Credentials | undefined {
  if (auth === 'header') return headerName === undefined ? undefined : readHeader(parts, headerName);
  const part = parts.find((candidate) => textField(candidate, 'type') === auth);
  if (part === undefined) return undefined;
  if (auth === 'bearer') return { type: 'bearer', token: textField(part, 'token') };
  return { type: 'basic', user: textField(part, 'user'), password: textField(part, 'password') };
}

function readHeader(parts: readonly unknown[], name: string): Credentials | undefined {
  const part = parts.find(
    (candidate) =>
      textField(candidate, 'type') === 'header' && textField(candidate, 'name').toLowerCase() === name.toLowerCase(),
  );
  return typeof field(part, 'value') === 'string'
    ? { type: 'header', name, value: textField(part, 'value') }
    : undefined;
}
