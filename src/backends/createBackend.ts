import { AspireBackend } from './aspire.ts';
import type { Backend, BackendKind, LatencyServer } from './backend.ts';
import type { BackendConfig } from './backendConfig.ts';
import { caCertificates } from './caCertificates.ts';
import type { CredentialsPort } from './credentials.ts';
import { BackendHttp } from './http.ts';
import { JaegerBackend } from './jaeger.ts';
import { PrometheusServer } from './prometheus.ts';
import { TempoBackend } from './tempo.ts';
import { ZipkinBackend } from './zipkin.ts';

/** The header that names the tenant, of servers for several: Tempo, Mimir and their kin have one, Jaeger has its own. */
const TENANT_HEADERS: Readonly<Record<BackendKind, string>> = {
  tempo: 'X-Scope-OrgID',
  prometheus: 'X-Scope-OrgID',
  jaeger: 'x-tenant',
  zipkin: 'X-Scope-OrgID',
  aspire: 'X-Scope-OrgID',
};

/** The server of a configuration. Asks for credentials with every request, so that a new secret counts at once. */
export function createBackend(config: BackendConfig, credentials: CredentialsPort): Backend | LatencyServer {
  const { id, label, base, tlsRejectUnauthorized, tenant, caFile } = config;
  const http = new BackendHttp({
    label,
    base,
    credentials,
    tlsRejectUnauthorized,
    ...(tenant === undefined ? {} : { headers: { [TENANT_HEADERS[config.kind]]: tenant } }),
    ...(caFile === undefined ? {} : { certificates: () => caCertificates(caFile, label) }),
  });
  switch (config.kind) {
    case 'jaeger':
      return new JaegerBackend(id, label, http);
    case 'tempo':
      return new TempoBackend(id, label, http);
    case 'zipkin':
      return new ZipkinBackend(id, label, http);
    case 'aspire':
      return new AspireBackend(id, label, http);
    case 'prometheus':
      return new PrometheusServer(id, label, http);
  }
}
