import { SPAN_KINDS, type SpanKind } from '../core/span.ts';

/** The kind in any of its spellings (`server`, `SPAN_KIND_SERVER`); `undefined` for other text. */
export function spanKindOf(text: string): SpanKind | undefined {
  const kind = text.toLowerCase().replace(/^span_kind_/, '');
  return SPAN_KINDS.find((known) => known === kind);
}
