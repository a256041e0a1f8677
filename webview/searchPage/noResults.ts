import { formatDuration } from '../../src/core/time.ts';
import { parseLast } from '../../src/core/timeWindow.ts';
import { parseTraceQuery } from '../../src/core/traceQuery.ts';
import { momentText } from './clockText.ts';
import type { Placeholder } from './placeholder.ts';
import { saysErrors } from './queryText.ts';
import { spoken, WINDOWS } from './quickPicks.ts';
import type { SearchRun } from './searchRun.ts';
import { shortText } from './shortText.ts';
import { failureLines, listed, type SourceActions } from './sourceLines.ts';
import type { StripAction } from './strip.ts';

interface NoResultsActions extends SourceActions {
  readonly withoutErrors: () => void;
}

/** The three next wider windows are enough of a choice. */
const MAX_WIDER = 3;

/** Says why a search that is over has no results. */
export function showNoResults(placeholder: Placeholder, run: SearchRun, actions: NoResultsActions): void {
  const again = (label: string): StripAction => ({ label, press: actions.retry, testid: 'search-again' });
  if (run.failure !== undefined) {
    placeholder.show({
      icon: 'error',
      isFailure: true,
      title: 'The search could not begin',
      sentences: [shortText(run.failure, 600)],
      lines: [],
      actions: [again('Try again')],
    });
    return;
  }
  const failed = run.sources.filter(({ id }) => run.states.get(id)?.state === 'failed');
  if (failed.length === run.sources.length) {
    placeholder.show({
      icon: 'warning',
      isFailure: true,
      title: failed.length === 1 ? 'The search failed' : 'No source could be searched',
      sentences: [],
      lines: failureLines(run, actions),
      actions: [again('Try again')],
    });
    return;
  }
  if (run.cancelled) {
    placeholder.show({
      icon: 'info',
      isFailure: false,
      title: 'Search cancelled',
      sentences: ['Nothing had been found yet.'],
      lines: [],
      actions: [again('Search again')],
    });
    return;
  }
  placeholder.show({
    icon: 'search',
    isFailure: false,
    title: 'No traces found',
    sentences: askedSentences(run, failed.length),
    lines: [],
    actions: [...wider(run.text, actions), ...(saysErrors(run.text) ? [withoutErrors(actions)] : [])],
  });
}

function askedSentences({ sources, states, searchedMs, text }: SearchRun, failed: number): readonly string[] {
  const asked = sources.filter(({ id }) => states.get(id)?.state === 'done').map(({ label }) => shortText(label, 60));
  const { conditions } = parseTraceQuery(text, Date.now());
  const trace = conditions.length > 0 ? 'matching trace' : 'trace';
  return [
    `${listed(asked)} ${asked.length === 1 ? 'has' : 'have'} no ${trace} that started ${searchedTime(text, searchedMs)}.`,
    ...(failed === 0 ? [] : [`${failed} ${failed === 1 ? 'source' : 'sources'} could not be searched, see above.`]),
  ];
}

/** `in the last 24 hours`, `between Nov 24, 10:30 and Nov 24, 11:30`. */
function searchedTime(text: string, searchedMs: readonly [number, number] | undefined): string {
  const { window } = parseTraceQuery(text, Date.now());
  if (window.kind === 'last') {
    const known = WINDOWS.find((one) => parseLast(one) === window.ms);
    return `in the last ${known === undefined ? formatDuration(window.ms * 1e6) : spoken(known)}`;
  }
  const [from, to] = (searchedMs ?? [0, 0]).map(momentText);
  return `between ${from} and ${to}`;
}

function wider(text: string, { setWindow }: SourceActions): readonly StripAction[] {
  const { window } = parseTraceQuery(text, Date.now());
  const lastMs = window.kind === 'last' ? window.ms : 0;
  return WINDOWS.filter((one) => parseLast(one)! > Math.max(lastMs, 3_600_000 - 1))
    .slice(0, MAX_WIDER)
    .map((one) => ({ label: `Last ${spoken(one)}`, press: () => setWindow(one), testid: `widen-${one}` }));
}

function withoutErrors(actions: NoResultsActions): StripAction {
  return { label: 'Not only errors', press: actions.withoutErrors, testid: 'without-errors' };
}
