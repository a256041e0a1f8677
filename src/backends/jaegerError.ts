import { listField, parseJson } from './json.ts';

/** Whether a body is the error of Jaeger's legacy API: its envelope with at least one error. */
export function isJaegerError(body: string): boolean {
  return listField(parseJson(body), 'errors').length > 0;
}
