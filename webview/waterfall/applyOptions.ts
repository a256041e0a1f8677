import type { Session } from '../session.ts';
import type { ViewOptions } from './viewOptions.ts';
import type { Waterfall } from './waterfall.ts';

/** Brings what the user chose to the session on the screen, and works out in idle time what the choice needs. */
export class ApplyOptions {
  readonly #options: ViewOptions;
  #session: Session | undefined;

  constructor(options: ViewOptions, view: Waterfall) {
    this.#options = options;
    const { criticalPath, columns, foldRepeats, order } = options;
    criticalPath.subscribe(() => this.#later());
    columns.subscribe(() => this.#later());
    foldRepeats.subscribe((fold) => {
      if (this.#session?.complete === true) view.keepingPlace(() => this.#session?.folding.foldRepeats(fold));
    });
    order.subscribe(() => view.keepingPlace(() => this.#session?.arrange()));
  }

  show(session: Session): void {
    this.#session = session;
    session.loaded.follow(() => {
      if (session.complete) this.#later();
    });
  }

  #later(): void {
    requestIdleCallback(() => {
      const session = this.#session;
      if (session === undefined) return;
      if (this.#options.showsCriticalPath(session.trace.header.count)) session.workOutCriticalPath();
      if (this.#options.columns.value) session.workOutSelfTimes();
    });
  }
}
