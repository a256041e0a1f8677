import type { BackendHttp } from './http.ts';
import { field, listField, textField } from './json.ts';
import { NoEndpoint } from './noEndpoint.ts';
import { tempoJson } from './tempoApi.ts';
import { goString } from './goString.ts';
import { traceqlName } from './traceqlText.ts';

/** Without a time only recent data is looked at; more than a day is slow. */
const SINCE_SECONDS = 86_400;
const LIMIT = 1000;
const SCOPES: readonly string[] = ['span', 'resource'];

/** Names and values of attributes that Tempo knows; the first API where the second is missing. */
export class TempoTags {
  readonly #http: BackendHttp;

  constructor(http: BackendHttp) {
    this.#http = http;
  }

  async services(signal: AbortSignal): Promise<readonly string[]> {
    return this.#values('resource.service.name', 'service.name', undefined, signal);
  }

  async operations(service: string, signal: AbortSignal): Promise<readonly string[]> {
    const q = `{ resource.service.name = ${goString(service)} }`;
    return this.#values('name', 'name', q, signal);
  }

  /** Of spans and resources. */
  async keys(signal: AbortSignal): Promise<readonly string[]> {
    return this.#orFirstApi(
      async () => {
        const json = await this.#json('/api/v2/search/tags', undefined, ['scopes'], signal);
        const scopes = listField(json, 'scopes').filter((scope) => SCOPES.includes(textField(scope, 'name')));
        return distinct(scopes.flatMap((scope) => listField(scope, 'tags')));
      },
      async () =>
        distinct(listField(await this.#json('/api/search/tags', undefined, ['tagNames'], signal), 'tagNames')),
    );
  }

  async values(key: string, signal: AbortSignal): Promise<readonly string[]> {
    // Both by name: VictoriaTraces knows no attribute without its scope.
    const lists = await Promise.all(
      SCOPES.map((scope) => this.#values(`${scope}.${traceqlName(key)}`, key, undefined, signal)),
    );
    return distinct(lists.flat());
  }

  async #values(
    tag: string,
    firstApiTag: string,
    q: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    const ask = async (path: string): Promise<readonly string[]> =>
      distinct(listField(await this.#json(path, q, ['tagValues'], signal), 'tagValues').map(valueOf));
    return this.#orFirstApi(
      () => ask(`/api/v2/search/tag/${segment(tag)}/values`),
      () => ask(`/api/search/tag/${segment(firstApiTag)}/values`),
    );
  }

  async #json(path: string, q: string | undefined, fields: readonly string[], signal: AbortSignal): Promise<object> {
    const now = Math.ceil(Date.now() / 1000);
    const query = [
      ...(q === undefined ? [] : ([['q', q]] as const)),
      ['start', String(now - SINCE_SECONDS)],
      ['end', String(now)],
      ['limit', String(LIMIT)],
    ] as const;
    return tempoJson(this.#http, { path, query }, fields, signal);
  }

  async #orFirstApi<T>(second: () => Promise<T>, first: () => Promise<T>): Promise<T> {
    try {
      return await second();
    } catch (thrown) {
      if (!(thrown instanceof NoEndpoint)) throw thrown;
      return first();
    }
  }
}

function segment(tag: string): string {
  return encodeURIComponent(tag.toWellFormed());
}

/** `{type, value}` of the second API, a text of the first. */
function valueOf(entry: unknown): unknown {
  return typeof entry === 'string' ? entry : field(entry, 'value');
}

function distinct(values: readonly unknown[]): readonly string[] {
  const texts = values.filter((value): value is string => typeof value === 'string' && value !== '');
  return [...new Set(texts)];
}
