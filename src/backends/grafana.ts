import { Problem } from '../core/problem.ts';
import type { BackendKind } from './backend.ts';
import type { BackendHttp } from './http.ts';
import { parseJson, textField } from './json.ts';
import { NoEndpoint } from './noEndpoint.ts';
import { quoted } from './quoted.ts';
import { smallJsonList } from './smallJson.ts';

/** A data source of a Grafana that can be a backend here, asked through Grafana. */
export interface GrafanaDatasource {
  readonly uid: string;
  /** For people; untrusted text as one line. */
  readonly name: string;
  readonly kind: BackendKind;
  /** On Grafana's origin: where its proxy answers for this source. */
  readonly basePath: string;
}

export interface GrafanaDatasources {
  readonly datasources: readonly GrafanaDatasource[];
  /** Sources of other kinds, or that cannot be asked. */
  readonly others: number;
}

const KINDS: ReadonlyMap<string, BackendKind> = new Map([
  ['tempo', 'tempo'],
  ['jaeger', 'jaeger'],
  ['zipkin', 'zipkin'],
  ['prometheus', 'prometheus'],
]);
/** Grafana's own rule for identifiers (util.IsValidShortUID); a dot, a slash or a percent sign would lead elsewhere on its origin. */
const UID = /^[\w-]{1,40}$/;
const PATH = '/api/datasources';

/**
 * The traces' and metrics' sources that a Grafana knows.
 * @param http for Grafana itself
 * @throws {Problem} naming Grafana; `unauthorised` when the token may not list sources
 */
export async function discoverDatasources(http: BackendHttp, signal: AbortSignal): Promise<GrafanaDatasources> {
  const entries = await listed(http, signal);
  const datasources = entries
    .map((entry) => datasourceOf(entry, http.base.basePath))
    .filter((one) => one !== undefined);
  return { datasources, others: entries.length - datasources.length };
}

async function listed(http: BackendHttp, signal: AbortSignal): Promise<readonly unknown[]> {
  try {
    return await smallJsonList(http, { path: PATH }, isGrafanaError, signal);
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    if (thrown.code === 'unauthorised')
      throw new Problem(
        'unauthorised',
        `${thrown.message} Grafana wants the token of a service account that may read data sources (datasources:read, and datasources:query to use them).`,
      );
    if (thrown instanceof NoEndpoint || thrown.code === 'malformed')
      throw new Problem('unsupported', `${http.who} does not list data sources, so it is no Grafana. Check the URL.`);
    throw thrown;
  }
}

/** `{"message":…}` and, since version 8, an ID or a trace beside it; 404 is never about the list. */
function isGrafanaError(body: string, status: number): boolean {
  return status !== 404 && textField(parseJson(body), 'message') !== '';
}

function datasourceOf(entry: unknown, basePath: string): GrafanaDatasource | undefined {
  const uid = textField(entry, 'uid');
  const kind = KINDS.get(textField(entry, 'type'));
  if (kind === undefined || !UID.test(uid)) return undefined;
  return {
    uid,
    name: quoted(textField(entry, 'name')) || uid,
    kind,
    basePath: `${basePath}${PATH}/proxy/uid/${uid}`,
  };
}
