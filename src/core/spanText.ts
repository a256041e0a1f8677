import { maskAttributes } from './maskAttributes.ts';
import type { SpanDetail } from './span.ts';

/** What a span can be copied as. */
export type SpanTextForm = 'json' | 'traceparent' | 'link';

/** A span as text to take elsewhere. `uriScheme` is the editor's own: `vscode`, `vscode-insiders`, `codium`. */
export function spanText(detail: SpanDetail, form: SpanTextForm, uriScheme: string): string {
  const { traceId, spanId } = detail;
  switch (form) {
    case 'json':
      return JSON.stringify(masked(detail), undefined, 2);
    case 'traceparent':
      // https://www.w3.org/TR/trace-context/#traceparent-header; a span that was exported was sampled.
      return `00-${traceId}-${spanId}-01`;
    case 'link':
      return `${uriScheme}://spanline.spanline/trace/${traceId}?span=${spanId}`;
  }
}

/** The span without the values of secret-looking attributes. */
function masked(detail: SpanDetail): SpanDetail {
  const { attributes, events, links, resource, scope } = detail;
  return {
    ...detail,
    attributes: maskAttributes(attributes),
    events: events.map(({ name, offsetNs, attributes }) => ({
      name,
      offsetNs,
      attributes: maskAttributes(attributes),
    })),
    links: links.map(({ traceId, spanId, attributes }) => ({
      traceId,
      spanId,
      attributes: maskAttributes(attributes),
    })),
    resource: maskAttributes(resource),
    scope: { ...scope, attributes: maskAttributes(scope.attributes) },
  };
}
