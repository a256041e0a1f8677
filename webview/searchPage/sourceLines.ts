import type { SourceState } from '../../src/core/searchProtocol.ts';
import { MAX_LIMIT, parseTraceQuery } from '../../src/core/traceQuery.ts';
import { parseLast } from '../../src/core/timeWindow.ts';
import { spoken, WINDOWS } from './quickPicks.ts';
import type { SearchRun } from './searchRun.ts';
import { shortText } from './shortText.ts';
import type { StripAction, StripLine } from './strip.ts';

/** What can be done about what sources say. */
export interface SourceActions {
  readonly enterCredentials: (source: string) => void;
  readonly retry: () => void;
  readonly more: () => void;
  readonly setWindow: (window: string) => void;
  readonly setLimit: (limit: number) => void;
}

const LIMITS = [100, 200, MAX_LIMIT] as const;

/** One line for every source that could not be searched. */
export function failureLines(run: SearchRun, actions: SourceActions): readonly StripLine[] {
  return run.sources.flatMap(({ id }): readonly StripLine[] => {
    const state = run.states.get(id);
    if (state?.state !== 'failed') return [];
    const isSecret = state.reason === 'unauthorised';
    return [
      {
        icon: isSecret ? 'lock' : 'warning',
        text: shortText(state.message, 600),
        actions: isSecret
          ? [{ label: 'Enter credentials', press: () => actions.enterCredentials(id), testid: `credentials-${id}` }]
          : [],
      },
    ];
  });
}

/** What there is besides the results: older ones, too many, and what sources have to say about their answers. */
export function moreLines(run: SearchRun, actions: SourceActions): readonly StripLine[] {
  if (run.running) return [];
  const done = run.sources.flatMap(({ id, label }) => {
    const state = run.states.get(id);
    return state?.state === 'done' ? [{ label: shortText(label, 60), state }] : [];
  });
  const labels = (more: 'older' | 'narrow'): readonly string[] =>
    done.filter(({ state }) => state.more === more).map(({ label }) => label);
  const [older, narrow] = [labels('older'), labels('narrow')];
  return [
    ...(older.length === 0
      ? []
      : [
          {
            icon: 'info' as const,
            text: `${listed(older)} ${older.length === 1 ? 'has' : 'have'} older traces in this time.`,
            actions: [{ label: 'Load older', press: actions.more, testid: 'load-older' }],
          },
        ]),
    ...(narrow.length === 0
      ? []
      : [
          {
            icon: 'info' as const,
            text: `${listed(narrow)} may have found more than ${narrow.length === 1 ? 'it' : 'they'} could show.`,
            actions: narrowActions(run.text, actions),
          },
        ]),
    ...done.flatMap(({ label, state }) => noteLines(label, state)),
  ];
}

function noteLines(label: string, { notes }: Extract<SourceState, { state: 'done' }>): readonly StripLine[] {
  return notes.map((note) => ({ icon: 'info', text: `${label}: ${shortText(note, 400)}`, actions: [] }));
}

/** A higher limit and a narrower window, as far as there are any. */
function narrowActions(text: string, { setLimit, setWindow }: SourceActions): readonly StripAction[] {
  const { limit, window } = parseTraceQuery(text, Date.now());
  const higher = LIMITS.find((one) => one > limit);
  const lastMs = window.kind === 'last' ? window.ms : 0;
  const narrower = WINDOWS.findLast((one) => parseLast(one)! < lastMs);
  return [
    ...(higher === undefined
      ? []
      : [{ label: `limit:${higher}`, press: () => setLimit(higher), testid: 'raise-limit' }]),
    ...(narrower === undefined
      ? []
      : [{ label: `Last ${spoken(narrower)}`, press: () => setWindow(narrower), testid: 'narrow-window' }]),
  ];
}

/** `A`, `A and B`, `A, B and C`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
