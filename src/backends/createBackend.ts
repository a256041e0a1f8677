import type { Backend } from './backend.ts';
import type { BackendConfig } from './backendConfig.ts';
import type { CredentialsPort } from './credentials.ts';
import { BackendHttp } from './http.ts';
import { JaegerBackend } from './jaeger.ts';

/** The backend of a configuration. Asks for credentials with every request, so that a new secret counts at once. */
export function createBackend(config: BackendConfig, credentials: CredentialsPort): Backend {
  const { id, label, base, tlsRejectUnauthorized } = config;
  const http = new BackendHttp({ label, base, credentials, tlsRejectUnauthorized });
  switch (config.kind) {
    case 'jaeger':
      return new JaegerBackend(id, label, http);
  }
}
