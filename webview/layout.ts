import { el } from './el.ts';
import { splitter } from './splitter.ts';
import { Atom } from './store.ts';

/** From this width on the details have their place at the right, else at the bottom. */
const BESIDE_PX = 900;
const MIN_PANE_PX = 160;
const MIN_WATERFALL_WIDTH_PX = 320;
/** Below the rows the details may be lower, and take less than half of a low panel. */
const MIN_PANE_HEIGHT_PX = 80;
const MAX_PANE_SHARE = 0.6;
const LOW_PANEL_PX = 480;
const LOW_PANEL_SHARE = 0.4;

/** Sizes of the details pane, one for each place it can have. */
export interface PaneSizes {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The waterfall and the details, side by side or one above the other, with a line between that moves. */
export class Layout {
  readonly element: HTMLElement;
  readonly sizes = new Atom<PaneSizes>({ widthPx: 400, heightPx: 260 });
  readonly #details: HTMLElement;
  #beside = true;

  constructor(waterfall: HTMLElement, details: HTMLElement) {
    this.#details = details;
    const vertical = splitter({
      label: 'Width of the details',
      orientation: 'vertical',
      size: () => this.sizes.value.widthPx,
      resize: (widthPx) => this.resize({ ...this.sizes.value, widthPx }),
      direction: -1,
    });
    const horizontal = splitter({
      label: 'Height of the details',
      orientation: 'horizontal',
      size: () => this.sizes.value.heightPx,
      resize: (heightPx) => this.resize({ ...this.sizes.value, heightPx }),
      direction: -1,
    });
    this.element = el('div', { class: 'split beside' }, waterfall, vertical, horizontal, details);
    this.sizes.follow(() => this.#apply());
    new ResizeObserver(() => {
      this.#beside = this.element.clientWidth >= BESIDE_PX;
      this.element.classList.toggle('beside', this.#beside);
      this.element.classList.toggle('below', !this.#beside);
      this.resize(this.sizes.value);
    }).observe(this.element);
  }

  /** Takes sizes as far as there is room for both parts. */
  resize({ widthPx, heightPx }: PaneSizes): void {
    const { clientWidth, clientHeight } = this.element;
    if (clientWidth === 0) return;
    const clamp = (px: number, min: number, max: number): number => Math.round(Math.max(min, Math.min(px, max)));
    const maxHeightPx = clientHeight * (clientHeight < LOW_PANEL_PX ? LOW_PANEL_SHARE : MAX_PANE_SHARE);
    this.sizes.set({
      widthPx: this.#beside ? clamp(widthPx, MIN_PANE_PX, clientWidth - MIN_WATERFALL_WIDTH_PX) : widthPx,
      heightPx: this.#beside ? heightPx : clamp(heightPx, MIN_PANE_HEIGHT_PX, maxHeightPx),
    });
    this.#apply();
  }

  #apply(): void {
    this.#details.style.width = this.#beside ? `${this.sizes.value.widthPx}px` : '';
    this.#details.style.height = this.#beside ? '' : `${this.sizes.value.heightPx}px`;
  }
}
