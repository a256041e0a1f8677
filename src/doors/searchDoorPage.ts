import { type Channel, Rpc } from '../core/rpc.ts';
import type { SearchHostApi } from '../core/searchProtocol.ts';
import { searchHandlers } from '../panel/searchHandlers.ts';
import type { SearchPageSource } from '../panel/searchPageSource.ts';
import type { DoorPage } from './doorPage.ts';

interface Session {
  readonly source: SearchPageSource;
  readonly missed: object[];
  tell: ((message: object) => void) | undefined;
  readonly end: () => void;
}

/** The search page. Every page has a source of its own, as every panel has. */
export function searchDoorPage(newSource: () => SearchPageSource): DoorPage {
  const sessions = new Map<string, Session>();
  const sessionOf = (pageId: string): Session => {
    const known = sessions.get(pageId);
    if (known !== undefined) return known;
    const source = newSource();
    const events = source.onEvent(({ event, data }) => {
      const message = { rpc: 'tell', event, data };
      if (session.tell === undefined) session.missed.push(message);
      else session.tell(message);
    });
    const session: Session = { source, missed: [], tell: undefined, end: () => events.dispose() };
    sessions.set(pageId, session);
    return session;
  };
  return {
    title: 'Spanline search',
    bundle: 'search',
    hasEvents: true,
    answer: (channel: Channel, pageId) =>
      void new Rpc<object, SearchHostApi>(channel, searchHandlers(sessionOf(pageId).source)),
    openEvents: (pageId, tell) => {
      const session = sessionOf(pageId);
      session.tell = tell;
      for (const message of session.missed.splice(0)) tell(message);
      return () => {
        session.end();
        sessions.delete(pageId);
      };
    },
  };
}
