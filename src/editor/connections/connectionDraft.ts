import type { BackendKind } from '../../backends/backend.ts';
import { parseBackends, type AuthKind, type BackendConfig } from '../../backends/backendConfig.ts';
import type { Credentials } from '../../backends/credentials.ts';
import { Problem } from '../../core/problem.ts';

/** A connection while it is being set up. */
export interface ConnectionDraft {
  readonly id: string;
  readonly kind: BackendKind;
  readonly label: string;
  readonly url: string;
  readonly auth: AuthKind;
  readonly headerName: string | undefined;
  readonly headerNames: readonly string[];
  readonly tenant: string | undefined;
  readonly caFile: string | undefined;
  readonly tlsRejectUnauthorized: boolean;
  /** Everything secret; `undefined` when it has to be entered. */
  readonly secret: Credentials | undefined;
}

export function draftOf(config: BackendConfig, secret: Credentials | undefined): ConnectionDraft {
  const { base, ...rest } = config;
  return { ...rest, url: `${base.origin}${base.basePath}`, secret };
}

/** The entry of `spanline.backends`: without secrets, and without what is as it is by itself. */
export function entryOf(draft: ConnectionDraft): Readonly<Record<string, unknown>> {
  const { id, kind, label, url, auth, headerName, headerNames, tenant, caFile, tlsRejectUnauthorized } = draft;
  return {
    id,
    kind,
    label,
    url,
    ...(auth !== 'none' && { auth }),
    ...(auth === 'header' && { headerName }),
    ...(headerNames.length > 0 && { headers: headerNames }),
    ...(tenant !== undefined && { tenant }),
    ...(caFile !== undefined && { caFile }),
    ...(!tlsRejectUnauthorized && { tlsRejectUnauthorized }),
  };
}

/** The draft as a configuration; throws the Problem that says what is wrong with it. */
export function configOf(draft: ConnectionDraft): BackendConfig {
  const { backends, problems } = parseBackends([entryOf(draft)]);
  const [config] = backends;
  if (config) return config;
  throw problems[0] ?? new Problem('malformed', 'This is no connection.');
}

/** An ID that no other connection has: settings and secrets go by it. */
export function freeId(kind: BackendKind, taken: readonly Pick<BackendConfig, 'id'>[]): string {
  for (let n = 1; ; n++) {
    const id = n === 1 ? kind : `${kind}-${n}`;
    if (!taken.some((config) => config.id === id)) return id;
  }
}
