import type { BackendConfig } from './backendConfig.ts';
import type { Credentials } from './credentials.ts';

/**
 * The credentials of a backend from the one text in SecretStorage: the token, the header's value, or `user:password`
 * (a user name has no colon, RFC 7617). `undefined` when nothing is stored and something should be.
 */
export function credentialsFromSecret(
  { auth, headerName }: Pick<BackendConfig, 'auth' | 'headerName'>,
  secret: string | undefined,
): Credentials | undefined {
  if (auth === 'none') return { type: 'none' };
  if (secret === undefined) return undefined;
  switch (auth) {
    case 'bearer':
      return { type: 'bearer', token: secret };
    case 'basic': {
      const colon = secret.indexOf(':');
      return { type: 'basic', user: secret.slice(0, Math.max(0, colon)), password: secret.slice(colon + 1) };
    }
    case 'header':
      return headerName === undefined ? undefined : { type: 'header', name: headerName, value: secret };
  }
}
