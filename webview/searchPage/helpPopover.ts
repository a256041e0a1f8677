import { TRACE_QUERY_HELP } from '../../src/core/traceQuery.ts';
import { el } from '../el.ts';
import { Popover } from './popover.ts';

/** The language by example; a press on an example puts it into the box. */
export function helpPopover(use: (example: string) => void): Popover {
  const popover = new Popover('info', 'What can be searched for', 'search-help', () => [
    el('h2', { class: 'popover-title' }, 'Search by'),
    el(
      'div',
      { class: 'examples' },
      ...TRACE_QUERY_HELP.map(({ example, meaning }) =>
        el(
          'button',
          {
            class: 'example',
            attrs: { type: 'button' },
            on: {
              click: () => {
                popover.close();
                use(example);
              },
            },
          },
          el('code', {}, example),
          el('span', { class: 'dim' }, meaning),
        ),
      ),
    ),
    el(
      'p',
      { class: 'popover-note' },
      'All must hold for one span of a trace. Traces come from every source that is ticked.',
    ),
  ]);
  popover.panel.classList.add('help-popover');
  return popover;
}
