import { el } from './el.ts';

interface SplitterOptions {
  readonly label: string;
  /** `vertical` is a line that moves left and right. */
  readonly orientation: 'vertical' | 'horizontal';
  /** The present size, in pixels, of what the splitter resizes. */
  readonly size: () => number;
  /** Asks for a size; the owner clamps it. */
  readonly resize: (sizePx: number) => void;
  /** 1 when moving right or down makes it bigger, -1 when smaller. */
  readonly direction: 1 | -1;
}

const KEY_STEP_PX = 16;

/** A line that resizes its neighbour by pointer, or by arrow keys once focused. */
export function splitter(options: SplitterOptions): HTMLElement {
  const { label, orientation, size, resize, direction } = options;
  const element = el('div', {
    class: `splitter splitter-${orientation}`,
    attrs: {
      role: 'separator',
      tabindex: '0',
      'aria-orientation': orientation,
      'aria-label': label,
      'aria-valuenow': '0',
      'aria-valuemin': '0',
      'aria-valuemax': '10000',
    },
  });
  const apply = (sizePx: number): void => {
    resize(sizePx);
    element.setAttribute('aria-valuenow', String(Math.round(size())));
  };
  const position = (event: PointerEvent): number => (orientation === 'vertical' ? event.clientX : event.clientY);
  element.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return;
    down.preventDefault();
    element.setPointerCapture(down.pointerId);
    element.classList.add('dragging');
    const start = position(down) * direction - size();
    const move = (event: PointerEvent): void => apply(position(event) * direction - start);
    element.addEventListener('pointermove', move);
    element.addEventListener(
      'lostpointercapture',
      () => {
        element.removeEventListener('pointermove', move);
        element.classList.remove('dragging');
      },
      { once: true },
    );
  });
  const [less, more] = orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  element.addEventListener('keydown', (event) => {
    if (event.key !== less && event.key !== more) return;
    event.preventDefault();
    apply(size() + (event.key === more ? direction : -direction) * KEY_STEP_PX);
  });
  return element;
}
