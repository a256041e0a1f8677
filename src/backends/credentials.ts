import { Problem } from '../core/problem.ts';

/** What is sent to prove who asks. Comes from SecretStorage, never from settings. */
export type Credentials =
  | { readonly type: 'none' }
  | { readonly type: 'bearer'; readonly token: string }
  | { readonly type: 'basic'; readonly user: string; readonly password: string }
  | { readonly type: 'header'; readonly name: string; readonly value: string }
  /** All of them together: a gateway's own headers beside the server's credentials. */
  | { readonly type: 'all'; readonly parts: readonly Credentials[] };

/** Gives the secret stored for exactly this origin; `undefined` when there is none, and nothing is sent then. */
export type CredentialsPort = (origin: string) => Promise<Credentials | undefined>;

/** A header name by RFC 9110 that is not the transport's own. */
const HEADER_NAME =
  /^(?!(?:host|connection|content-length|transfer-encoding|upgrade|te|trailer)$)[!#$%&'*+.^_`|~0-9a-z-]+$/i;

/** Whether an API key may be sent under this name. */
export function isCredentialHeader(name: string): boolean {
  return HEADER_NAME.test(name);
}

/**
 * The header that carries the credentials.
 * @throws {Problem} `refused` when the secret cannot stand in a header; the message does not hold it
 */
export function credentialHeaders(credentials: Credentials | undefined): Readonly<Record<string, string>> {
  switch (credentials?.type) {
    case undefined:
    case 'none':
      return {};
    case 'bearer':
      return { Authorization: `Bearer ${headerValue(credentials.token)}` };
    case 'basic': {
      const pair = Buffer.from(`${credentials.user}:${credentials.password}`, 'utf8');
      return { Authorization: `Basic ${pair.toString('base64')}` };
    }
    case 'header':
      if (!isCredentialHeader(credentials.name))
        throw new Problem(
          'refused',
          'The name of the API-key header is not one that can be sent. Correct it in the settings.',
        );
      return { [credentials.name]: headerValue(credentials.value) };
    case 'all':
      return Object.assign({}, ...credentials.parts.map(credentialHeaders)) as Readonly<Record<string, string>>;
  }
}

/** What must not appear in any message. A user name is no secret. */
export function secretsOf(credentials: Credentials | undefined): readonly string[] {
  switch (credentials?.type) {
    case undefined:
    case 'none':
      return [];
    case 'bearer':
      return [credentials.token, credentials.token.trim()];
    case 'basic':
      return [credentials.password, `${credentials.user}:${credentials.password}`];
    case 'header':
      return [credentials.value, credentials.value.trim()];
    case 'all':
      return credentials.parts.flatMap(secretsOf);
  }
}

/** Secrets are pasted, often with the newline behind them. */
function headerValue(secret: string): string {
  const value = secret.trim();
  if (!/^[\x20-\x7E]+$/.test(value))
    throw new Problem(
      'refused',
      'The stored secret is empty or holds characters that cannot stand in an HTTP header. Enter it again.',
    );
  return value;
}
