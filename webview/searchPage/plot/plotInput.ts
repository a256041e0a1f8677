import type { Drag } from './dragRange.ts';

/** What the pointer does in the plot, in pixels from the corner of its element. */
interface PlotTargets {
  readonly hover: (x: number, y: number) => void;
  readonly leave: () => void;
  readonly press: (x: number, y: number) => void;
  readonly drag: (drag: Drag) => void;
  readonly dragged: (drag: Drag) => void;
  /** Escape, or the pointer was taken away. */
  readonly cancelled: () => void;
}

/** A hand is not that steady: less than this is a press. */
const DRAG_PX = 5;

export function listenOnPlot(element: HTMLElement, targets: PlotTargets): void {
  let start: { readonly x: number; readonly y: number } | undefined;
  let isDrag = false;
  const point = (event: PointerEvent): { readonly x: number; readonly y: number } => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const dragTo = ({ x, y }: { readonly x: number; readonly y: number }): Drag => ({
    x0: start!.x,
    y0: start!.y,
    x1: x,
    y1: y,
  });
  const end = (): void => {
    start = undefined;
    isDrag = false;
  };
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    start = point(event);
  });
  element.addEventListener('pointermove', (event) => {
    const at = point(event);
    if (start === undefined) {
      targets.hover(at.x, at.y);
      return;
    }
    isDrag ||= Math.hypot(at.x - start.x, at.y - start.y) >= DRAG_PX;
    if (!isDrag) return;
    targets.leave();
    targets.drag(dragTo(at));
  });
  element.addEventListener('pointerup', (event) => {
    if (start === undefined) return;
    const at = point(event);
    if (isDrag) targets.dragged(dragTo(at));
    else targets.press(at.x, at.y);
    end();
  });
  const cancel = (): void => {
    if (start === undefined) return;
    end();
    targets.cancelled();
  };
  element.addEventListener('pointercancel', cancel);
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || start === undefined) return;
      event.stopPropagation();
      cancel();
    },
    true,
  );
  element.addEventListener('pointerleave', () => targets.leave());
}
