import type { Channel } from '../core/rpc.ts';

/** A page that the browser door serves, and what answers it. */
export interface DoorPage {
  readonly title: string;
  /** Name of its script and style among the assets. */
  readonly bundle: string;
  /** Whether it is told things unasked, see {@link openEvents}. */
  readonly hasEvents: boolean;
  /** Answers the one call that comes through the channel. Two pages that are open at once have different IDs, and so has a reloaded one. */
  answer(channel: Channel, pageId: string): void;
  /** A page listens: it is told what has happened since its first call and what will; returns what to call when it is gone. */
  openEvents(pageId: string, tell: (message: object) => void): () => void;
}
