import type { SpanRepair } from '../src/core/span.ts';

/** What was repaired in one span, as a sentence. */
export const REPAIR_SENTENCES: Readonly<Record<SpanRepair, string>> = {
  orphan: 'Its parent never arrived, so it is shown as a root.',
  cycle: 'Its ancestors lead back to itself; the circle was cut here and the span is shown as a root.',
  'self-parent': 'It names itself as its parent, so it is shown as a root.',
  'duplicate-id': 'Another span of the trace has the same ID but other content; both are shown.',
  'negative-duration': 'It ends before it starts, so it is shown without length.',
  'missing-start': 'It has no start time; its parent’s stands in.',
  'missing-end': 'It has no end time, so it is shown without length.',
};

/** The same for all spans of a trace. */
export function warningSentence(repair: SpanRepair, count: number): string {
  const spans = count === 1 ? '1 span' : `${count.toLocaleString('en')} spans`;
  const one = count === 1;
  switch (repair) {
    case 'orphan':
      return `${spans} whose parent never arrived ${one ? 'is shown as a root' : 'are shown as roots'}`;
    case 'cycle':
      return `${spans} in a circle of parents ${one ? 'is shown as a root' : 'are shown as roots'}`;
    case 'self-parent':
      return `${spans} that ${one ? 'names itself' : 'name themselves'} as parent ${one ? 'is shown as a root' : 'are shown as roots'}`;
    case 'duplicate-id':
      return `${spans} ${one ? 'shares its' : 'share their'} ID with another span of other content`;
    case 'negative-duration':
      return `${spans} that ${one ? 'ends' : 'end'} before ${one ? 'it starts is' : 'they start are'} shown without length`;
    case 'missing-start':
      return `${spans} without a start time ${one ? 'is' : 'are'} placed at ${one ? 'its parent’s' : 'their parents’'}`;
    case 'missing-end':
      return `${spans} without an end time ${one ? 'is' : 'are'} shown without length`;
  }
}
