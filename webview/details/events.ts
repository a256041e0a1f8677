import { attributeOf, attributeText } from '../../src/core/attribute.ts';
import type { SpanEvent } from '../../src/core/span.ts';
import { formatDuration } from '../../src/core/time.ts';
import { type Copy, copyButton } from '../copyable.ts';
import { el } from '../el.ts';
import { visibleText } from '../../src/core/visibleText.ts';
import { attributeRow, foldedText } from './valueRow.ts';

const STACK = 'exception.stacktrace';

/** Events with their offset from the span's start; an exception shows its stack as code. */
export function eventRows(events: readonly SpanEvent[], spanStartNs: number, copy: Copy): readonly HTMLElement[] {
  return events.map((event) => {
    const stack = attributeOf(event.attributes, STACK);
    const offsetNs = event.offsetNs - spanStartNs;
    return el(
      'div',
      { class: `event ${stack === undefined ? '' : 'exception'}` },
      el(
        'div',
        { class: 'event-head' },
        el('span', { class: 'event-name' }, visibleText(event.name)),
        el(
          'span',
          { class: 'event-offset', title: 'From the start of the span' },
          `${offsetNs < 0 ? '' : '+'}${formatDuration(offsetNs)}`,
        ),
      ),
      ...event.attributes.filter(({ key }) => key !== STACK).map((attribute) => attributeRow(attribute, copy)),
      stack && stackBlock(attributeText(stack), copy),
    );
  });
}

function stackBlock(text: string, copy: Copy): HTMLElement {
  return el(
    'div',
    { class: 'stack' },
    el('pre', {}, ...foldedText(text)),
    copyButton('Copy the stack trace', () => text, copy),
  );
}
