import type { HostApi } from '../core/protocol.ts';
import { type Channel, Rpc } from '../core/rpc.ts';
import { hostHandlers } from '../panel/hostHandlers.ts';
import type { WaterfallSource } from '../panel/waterfallSource.ts';
import type { DoorPage } from './doorPage.ts';

/** The waterfall: a trace that stays as it is, so there is nothing to tell. */
export function waterfallDoorPage(source: WaterfallSource): DoorPage {
  return {
    title: 'Spanline waterfall',
    bundle: 'webview',
    hasEvents: false,
    answer: (channel: Channel) => void new Rpc<object, HostApi>(channel, hostHandlers(source)),
    openEvents: () => () => undefined,
  };
}
