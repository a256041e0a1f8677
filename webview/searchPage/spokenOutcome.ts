import type { SearchRun } from './searchRun.ts';
import { shortText } from './shortText.ts';
import { listed } from './sourceLines.ts';

/** What a screen reader hears when a search is over. */
export function spokenOutcome(run: SearchRun): string {
  if (run.failure !== undefined) return `The search could not begin. ${shortText(run.failure)}`;
  const { rows, failed } = run.found;
  const counted = `${rows.length === 0 ? 'No' : rows.length} ${rows.length === 1 ? 'trace' : 'traces'} found`;
  const errors = failed === 0 ? '' : `, ${failed} with errors`;
  const labels = run.sources.filter(({ id }) => run.states.get(id)?.state === 'failed').map(({ label }) => label);
  const failures = labels.length === 0 ? '' : ` ${shortText(listed(labels))} could not be searched.`;
  return `${run.cancelled ? 'Cancelled. ' : ''}${counted}${errors}.${failures}`;
}
