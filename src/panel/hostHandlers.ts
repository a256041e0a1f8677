import { isPlainSvg } from '../core/plainSvg.ts';
import type { ExportFormat, HostApi } from '../core/protocol.ts';
import type { Handlers } from '../core/rpc.ts';
import type { SpanTextForm } from '../core/spanText.ts';
import { field, malformed, oneOf, text, whole } from './pageParams.ts';
import type { WaterfallSource } from './waterfallSource.ts';

/** One answer is at most 28 MB; the page asks for a fifth of that. */
const MAX_ROWS = 1_000_000;
/** The page asks for the rows on its screen, in blocks. */
const MAX_MARK_ROWS = 10_000;
const MAX_SEARCH_LENGTH = 1000;
const MAX_KEY_LENGTH = 1000;
/** A span with megabytes of attributes, copied as JSON, still fits. */
const MAX_COPY_LENGTH = 32_000_000;
/** A picture of 2,000 rows is about 3 MB. */
const MAX_SVG_LENGTH = 20_000_000;
const SPAN_TEXT_FORMS = ['json', 'traceparent', 'link'] as const satisfies readonly SpanTextForm[];
const EXPORT_FORMATS = ['otlp-json', 'jaeger-json'] as const satisfies readonly ExportFormat[];

/**
 * Answers the page's calls. The page is not trusted (security.md T11): whatever it sends is checked here, carries row numbers and
 * text, and what is no such call is refused by the RPC.
 */
export function hostHandlers(source: WaterfallSource): Handlers<HostApi> {
  return {
    ready: () => source.start(),
    rows: (params) => {
      const from = whole(params, 'from');
      const to = whole(params, 'to');
      if (to < from || to - from > MAX_ROWS) throw malformed('to');
      return source.rows(from, to);
    },
    detail: (params) => source.detail(whole(params, 'row')),
    marks: (params) => {
      const from = whole(params, 'from');
      const to = whole(params, 'to');
      if (to < from || to - from > MAX_MARK_ROWS) throw malformed('to');
      return source.marks(from, to);
    },
    location: (params) => source.location(whole(params, 'row'), field(params, 'reveal') === true),
    openSource: (params) => source.openSource(whole(params, 'row')),
    correctLocation: (params) => source.correctLocation(whole(params, 'row')),
    find: (params) => source.find(text(params, 'text', MAX_SEARCH_LENGTH)),
    groupBy: (params) => source.groupBy(text(params, 'key', MAX_KEY_LENGTH)),
    openLink: (params) => source.openLink(whole(params, 'row'), whole(params, 'link')),
    linkedFrom: (params) => source.linkedFrom(whole(params, 'row')),
    openInboundLink: (params) => source.openInboundLink(whole(params, 'row'), whole(params, 'index')),
    skew: () => source.skew(),
    logs: (params) => source.logs(whole(params, 'row')),
    copy: (params) => source.copy(text(params, 'text', MAX_COPY_LENGTH)),
    copySpan: (params) => source.copySpan(whole(params, 'row'), oneOf(params, 'as', SPAN_TEXT_FORMS)),
    // Whatever is not plainly "no" masks.
    exportTrace: (params) =>
      source.exportTrace(oneOf(params, 'format', EXPORT_FORMATS), field(params, 'mask') !== false),
    exportPicture: (params) => {
      const svg = text(params, 'svg', MAX_SVG_LENGTH);
      if (!isPlainSvg(svg)) throw malformed('svg');
      return source.exportPicture(svg);
    },
  };
}
