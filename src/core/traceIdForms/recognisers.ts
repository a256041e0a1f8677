import { parseSpanId, parseTraceId } from '../ids.ts';
import { hexOfBase64, hexOfDecimal } from './decodedId.ts';
import type { ReadId, Recogniser } from './recogniser.ts';
import { SEPARATOR } from './separator.ts';

const H = '[0-9a-fA-F]';
/** An ID is not a piece of a longer word or number: 40 digits are a commit, 64 an image. */
const LEFT = '(?<![0-9A-Za-z])';
const RIGHT = '(?![0-9A-Za-z])';
/** Nor a piece of a dashed chain such as a UUID. */
const DASH_LEFT = '(?<![0-9A-Za-z-])';
const DASH_RIGHT = '(?![0-9A-Za-z]|-[0-9A-Za-z])';
const UUID = `${H}{8}-${H}{4}-${H}{4}-${H}{4}-${H}{12}`;
/** With any prefix: `otelTraceID`, `X-B3-TraceId`, `sentry-trace_id`, `Activity.TraceId`, `dd.trace_id`. */
const TRACE_KEY = 'trace[ ._-]?id';

/** Zero-stripped IDs are rarely shorter: each missing digit is one chance in 16. */
const SURE_DIGITS = 14;

/**
 * Top-down: the first one that takes a piece of text keeps it (protocols.md 4.1).
 * Values keyed as spans or parents were taken out before (`fieldsOf`).
 */
export const RECOGNISERS: readonly Recogniser[] = [
  {
    form: 'traceparent',
    pattern: new RegExp(
      `(?<![0-9A-Za-z-])(?<id>(?<version>${H}{2})-(?<trace>${H}{32})-(?<span>${H}{16})-(?<flags>${H}{2}))${RIGHT}`,
      'dg',
    ),
    read: (groups) => {
      const spanId = parseSpanId(groups['span']!);
      if (groups['version']!.toLowerCase() === 'ff' || !spanId) return undefined;
      return found(groups['trace'], { spanId, sampled: (Number.parseInt(groups['flags']!, 16) & 1) === 1 });
    },
  },
  {
    form: 'x-ray',
    pattern: new RegExp(
      `${DASH_LEFT}(?<id>1-(?<time>${H}{8})-(?<random>${H}{24}))${DASH_RIGHT}` +
        `(?:;Parent=(?<span>${H}{16})${RIGHT})?(?:;Sampled=(?<sampled>[01]))?`,
      'dgi',
    ),
    read: (groups) =>
      found(`${groups['time']}${groups['random']}`, {
        spanId: parseSpanId(groups['span'] ?? ''),
        sampled: groups['sampled'] === undefined ? undefined : groups['sampled'] === '1',
      }),
  },
  {
    form: 'uber-trace-id',
    // Without its key only long parts count: `12:34:56:1` is a time, `2001:db8:0:1` an address.
    pattern: new RegExp(
      `(?:(?<key>uber-trace-id)${SEPARATOR})?(?<![0-9A-Za-z:])` +
        `(?<id>(?<trace>${H}{1,32})(?::|%3A)(?<span>${H}{1,16})(?::|%3A)${H}{1,16}(?::|%3A)(?<flags>${H}{1,2}))(?![0-9A-Za-z:])`,
      'dgi',
    ),
    read: (groups) => {
      const { trace = '', span = '' } = groups;
      if (groups['key'] === undefined && (trace.length < SURE_DIGITS || span.length < 10)) return undefined;
      return found(trace, {
        spanId: parseSpanId(span),
        sampled: (Number.parseInt(groups['flags']!, 16) & 1) === 1,
      });
    },
  },
  {
    form: 'new-relic',
    pattern: new RegExp(`NR-LINKING\\|[^|]{0,200}\\|[^|]{0,200}\\|(?<id>${H}{16,32})\\|(?<span>${H}{0,16})\\|`, 'dg'),
    read: (groups) => found(groups['id'], { spanId: parseSpanId(groups['span']!) }),
  },
  {
    form: 'b3',
    // Also sentry-trace and Spring Boot's [trace-span].
    pattern: new RegExp(
      `(?<bracket>\\[)?${DASH_LEFT}(?<id>(?<trace>${H}{32}|${H}{16})-(?<span>${H}{16})` +
        `(?:-(?<flag>[01d])(?:-${H}{16})?)?)${DASH_RIGHT}`,
      'dg',
    ),
    read: (groups) => {
      const { trace, flag } = groups;
      return found(trace, {
        spanId: parseSpanId(groups['span']!),
        sampled: flag === undefined ? undefined : flag !== '0',
        certain: trace!.length === 32 || flag !== undefined || groups['bracket'] !== undefined,
        form: groups['bracket'] === undefined ? 'b3' : 'bracket',
      });
    },
  },
  {
    form: 'bracket',
    pattern: new RegExp(
      `\\[[^,\\[\\]]{0,100},\\s?(?<id>${H}{32}|${H}{16}),\\s?(?<span>${H}{16})(?:,\\s?(?<sampled>true|false))?\\]`,
      'dg',
    ),
    read: (groups) =>
      found(groups['id'], {
        spanId: parseSpanId(groups['span']!),
        sampled: groups['sampled'] === undefined ? undefined : groups['sampled'] === 'true',
      }),
  },
  {
    form: 'gcp',
    pattern: new RegExp(`projects/[^/\\s"']{1,100}/traces/(?<id>${H}{32})${RIGHT}`, 'dg'),
    read: (groups) => found(groups['id']),
  },
  {
    form: 'gcp',
    // Without its key or `;o=` it could be any path.
    pattern: new RegExp(
      `(?:(?<key>cloud-trace-context)${SEPARATOR})?(?<![0-9A-Za-z/])` +
        `(?<id>${H}{32})/(?<span>\\d{1,20})(?:;o=(?<sampled>\\d))?(?![0-9A-Za-z/])`,
      'dgi',
    ),
    read: (groups) => {
      const { key, sampled, span } = groups;
      if (key === undefined && sampled === undefined) return undefined;
      return found(groups['id'], {
        spanId: parseSpanId(hexOfDecimal(span!) ?? ''),
        sampled: sampled === undefined ? undefined : sampled === '1',
      });
    },
  },
  {
    form: 'datadog',
    // `dd.trace_id`, `x-datadog-trace-id`; any other trace key only when the digits are too many for a short hex ID.
    pattern: new RegExp(
      `(?:(?:dd|datadog)[._-]trace[._-]?id${SEPARATOR}(?<id>\\d{1,20})|trace[._-]?id${SEPARATOR}(?<other>\\d{17,20})|/apm/trace/(?<path>\\d{1,20}))${RIGHT}`,
      'dgi',
    ),
    read: (groups, highHalf) => readDatadog(groups['id'] ?? groups['other'] ?? groups['path'] ?? '', highHalf),
  },
  {
    form: 'azure',
    pattern: new RegExp(`\\|(?<id>${H}{32})\\.`, 'dg'),
    read: (groups) => found(groups['id']),
  },
  {
    form: 'azure',
    pattern: new RegExp(`(?<![a-z])operation[._]?id${SEPARATOR}(?<id>${H}{32})${RIGHT}`, 'dgi'),
    read: (groups) => found(groups['id']),
  },
  {
    form: 'keyed',
    pattern: new RegExp(
      `(?:${TRACE_KEY}|@tr)${SEPARATOR}(?<id>(?:0x)?(?<hex>${H}{8,32})|(?<uuid>${UUID})|(?<base64>[A-Za-z0-9+/_-]{21}[AQgw](?:==)?))(?![0-9A-Za-z_=-])`,
      'dgi',
    ),
    read: (groups) => {
      const { hex, uuid, base64 } = groups;
      if (uuid !== undefined) return found(uuid.replaceAll('-', ''), { form: 'uuid' });
      if (base64 !== undefined) return found(hexOfBase64(base64, 16), { form: 'base64' });
      return found(hex, { certain: hex!.length >= SURE_DIGITS });
    },
  },
  {
    form: 'keyed',
    // Sleuth's and Micrometer's JSON `"trace"`, ECS's nested `"trace":{"id":…}`.
    pattern: new RegExp(
      `(?<![a-z0-9._-])trace(?:[\\\\"']{0,4}\\s{0,4}:\\s{0,4}\\{\\s{0,4}[\\\\"']{0,4}id)?${SEPARATOR}(?<id>${H}{32}|${H}{16})${DASH_RIGHT}`,
      'dgi',
    ),
    read: (groups) => found(groups['id']),
  },
  {
    form: 'url',
    pattern: new RegExp(
      `(?:/traces?/(?:trace/|detail/)?|[?&](?:tid|trace_?id)=|(?:"|%22)query(?:"|%22)(?::|%3A)(?:"|%22))` +
        `(?<id>(?<uuid>${UUID})|${H}{${SURE_DIGITS - 1},32})(?![0-9A-Za-z_-])`,
      'dgi',
    ),
    read: (groups) => {
      const id = groups['id']!;
      return found(groups['uuid']?.replaceAll('-', '') ?? id);
    },
  },
  {
    form: 'keyed',
    // The Java logging exporter: `'GET /orders' : <trace> <span> SERVER [tracer: …]`.
    pattern: new RegExp(`' : (?<id>${H}{32}) (?<span>${H}{16}) [A-Z]{6,8} \\[tracer:`, 'dg'),
    read: (groups) => found(groups['id'], { spanId: parseSpanId(groups['span']!) }),
  },
  {
    form: 'bare',
    // `name.<32 digits>.js` is a file with a content hash.
    pattern: new RegExp(`${LEFT}(?<id>(?:0x)?(?<hex>${H}{32}))(?![0-9A-Za-z]|\\.[0-9A-Za-z])`, 'dg'),
    read: (groups) => found(groups['hex'], { certain: false }),
  },
  {
    form: 'bare-64',
    // Sixteen decimal digits are microseconds since 1970 far more often than an ID.
    pattern: new RegExp(
      `(?<![0-9A-Za-z._-])(?<id>(?:0x)?(?<hex>(?!\\d{16})${H}{16}))(?![0-9A-Za-z_-]|\\.[0-9A-Za-z])`,
      'dg',
    ),
    read: (groups) => found(groups['hex'], { certain: false }),
  },
];

function found(hex: string | undefined, rest: Partial<ReadId> = {}): ReadId | undefined {
  const traceId = hex === undefined ? undefined : parseTraceId(hex);
  return traceId && { certain: true, ...rest, traceId };
}

/** Datadog's decimal is the low half of a 128-bit ID, or all of a 64-bit one: without the high half nobody knows. */
function readDatadog(decimal: string, highHalf: string | undefined): ReadId | undefined {
  const low = hexOfDecimal(decimal);
  return low === undefined ? undefined : found(`${highHalf ?? ''}${low}`, { certain: highHalf !== undefined });
}
