import { parseTraceId } from '../core/ids.ts';
import type { EpochRange } from '../core/timeWindow.ts';
import type { TraceSummary } from '../core/trace.ts';
import type { BackendQuery, SummariesPage } from './backend.ts';
import { wholeSeconds } from './epochTime.ts';
import type { BackendHttp } from './http.ts';
import { countField, field, listField, textField } from './json.ts';
import { summariesPage } from './summariesPage.ts';
import { tempoJson } from './tempoApi.ts';
import { traceql } from './traceql.ts';

/** The longest range that Tempo searches unless it is configured otherwise. */
const MAX_HOURS = 168;
/** What the clock's slack adds to "the last 7 days" is nothing to speak of. */
const SLACK_SECONDS = 60;
const NO_ROOT = '<root span not yet received>';

/** A search by TraceQL. Without a start and an end Tempo would look into recent data alone. */
export async function tempoSearch(
  http: BackendHttp,
  { conditions, range, limit }: BackendQuery,
  signal: AbortSignal,
): Promise<SummariesPage> {
  const { q, rest } = traceql(conditions);
  const { from, to, notes } = searchable(range);
  const query = [
    ['q', q],
    ['start', String(from)],
    ['end', String(to)],
    ['limit', String(limit)],
    // Spans are not looked at here.
    ['spss', '1'],
  ] as const;
  const json = await tempoJson(http, { path: '/api/search', query }, ['traces'], signal);
  const page = summariesPage(listField(json, 'traces'), summaryOf, limit, rest);
  return { ...page, notes: [...notes, ...page.notes, ...partialNotes(json)] };
}

function searchable(range: EpochRange): {
  readonly from: number;
  readonly to: number;
  readonly notes: readonly string[];
} {
  const { from, to } = wholeSeconds(range);
  const earliest = to - MAX_HOURS * 3600;
  if (from >= earliest) return { from, to, notes: [] };
  const notes =
    earliest - from <= SLACK_SECONDS
      ? []
      : [`Tempo searches ${MAX_HOURS} hours at a time: the last ${MAX_HOURS / 24} days of the time were searched.`];
  return { from: earliest, to, notes };
}

/** The server's own words are not repeated: successes are not searched for secrets. */
function partialNotes(json: object): readonly string[] {
  return textField(json, 'status') === 'PARTIAL'
    ? ['Tempo gave a part of what there is: it could not search all.']
    : [];
}

function summaryOf(entry: unknown): TraceSummary | undefined {
  // Without the zeros in front.
  const traceId = parseTraceId(textField(entry, 'traceID'));
  const start = textField(entry, 'startTimeUnixNano');
  if (!traceId || !/^\d{1,20}$/.test(start)) return undefined;
  const stats = Object.entries(field(entry, 'serviceStats') ?? {}).filter(([service]) => service !== '');
  const sum = (key: string): number => stats.reduce((all, [, counts]) => all + countField(counts, key), 0);
  const services = stats.map(([service]) => service);
  const [rootService, rootName] = [textField(entry, 'rootServiceName'), textField(entry, 'rootTraceName')];
  return {
    traceId,
    rootService: rootService === NO_ROOT ? (services[0] ?? '') : rootService,
    rootName: rootName === NO_ROOT ? '(root span not received yet)' : rootName,
    rootSpanId: undefined,
    startEpochNs: BigInt(start).toString(),
    // Left out below a millisecond.
    durationNs: countField(entry, 'durationMs') * 1_000_000,
    spans: sum('spanCount'),
    errors: sum('errorCount'),
    services,
  };
}
