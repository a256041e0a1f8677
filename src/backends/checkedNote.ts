import { counted } from '../core/counted.ts';
import type { SpanCondition, SpanTerm } from '../core/spanQuery.ts';

/** Says which conditions were checked here instead of by the source, and in how many of its traces. */
export function checkedNote(rest: readonly SpanCondition[], looked: number, hasMore: boolean): string {
  const things = [...new Set(rest.map(({ term, excluded }) => (excluded ? 'what to leave out' : nameOf(term))))];
  const list = things.length === 1 ? things[0]! : `${things.slice(0, -1).join(', ')} and ${things.at(-1)!}`;
  return `Checked here: ${list}, in ${counted(looked, 'trace')}${hasMore ? '; others may match, too' : ''}.`;
}

function nameOf(term: SpanTerm): string {
  switch (term.about) {
    case 'text':
      return 'words';
    case 'attribute':
      return 'attributes';
    case 'duration':
      return 'durations';
    case 'self':
      return 'self time';
    case 'kind':
      return 'span kinds';
    case 'status':
      return 'the status';
    case 'event':
      return 'events';
    case 'service':
      return 'service names';
    case 'operation':
      return 'operations';
  }
}
