import { field, listField, parseJson, textField } from './json.ts';
import { quoted } from './quoted.ts';

/**
 * The reason that an error body gives, as a short line, empty when there is none worth showing: Jaeger's
 * `{errors:[{msg}]}` and `{error:{message}}`, the `message` or `error` of others, else plain text. The content type is
 * no guide: Go servers label their JSON errors `text/plain`.
 */
export function errorText(body: string): string {
  const trimmed = body.trim();
  if (trimmed.startsWith('<')) return '';
  const json = parseJson(trimmed);
  if (json === undefined) return quoted(trimmed);
  const error = field(json, 'error');
  const texts = [
    ...listField(json, 'errors').map((entry) => textField(entry, 'msg')),
    textField(error, 'message'),
    textField(json, 'message'),
    typeof error === 'string' ? error : '',
  ];
  return quoted(texts.find((text) => text !== '') ?? '');
}
