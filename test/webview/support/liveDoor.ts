import { once } from 'node:events';
import type { OpenedTrace } from '../../../src/core/protocol.ts';
import { waterfallDoorPage } from '../../../src/doors/waterfallDoorPage.ts';
import { startWebviewServer } from '../../../src/doors/webviewServer.ts';
import { webviewAssets } from '../../../src/doors/webviewAssets.ts';
import type { WaterfallSource } from '../../../src/panel/waterfallSource.ts';
import { ParserClient } from '../../../src/parser/parserClient.ts';

/** A door whose trace can grow. */
export interface LiveDoor {
  readonly url: string;
  readonly source: WaterfallSource;
  /** What the page is told next; it is not told by this. */
  replace(trace: object, arrivingMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** A source of a trace in OTLP/JSON that is replaced by fuller ones, behind the browser door's server. */
export async function startLiveDoor(first: object): Promise<LiveDoor> {
  const parser = new ParserClient(new URL('../../../src/parser/parserWorker.ts', import.meta.url));
  const read = async (trace: object): Promise<OpenedTrace> => {
    const chunk = new TextEncoder().encode(JSON.stringify(trace)).buffer;
    return (await parser.rpc.call('open', { chunks: [chunk] })).traces[0]!;
  };
  let { handle, header } = await read(first);
  let arrivingMs = 0;
  const source = {
    start: () => Promise.resolve({ header, selectedRow: -1, source: 'local store', arrivingMs }),
    rows: (from, to) => parser.rpc.call('rows', { trace: handle, from, to }),
    detail: (row) => parser.rpc.call('detail', { trace: handle, row }),
    marks: (from, to) => parser.rpc.call('marks', { trace: handle, from, to }),
    location: () => Promise.resolve({ state: 'none', hint: '' }),
    find: (text) => parser.rpc.call('find', { trace: handle, text }),
    logs: () => Promise.resolve([]),
    linkedFrom: (row) => parser.rpc.call('linkedFrom', { trace: handle, row }),
    skew: () => parser.rpc.call('skew', { trace: handle }),
  } satisfies Partial<WaterfallSource> as Partial<WaterfallSource> as WaterfallSource;
  const { server, port } = await startWebviewServer(0, await webviewAssets(), waterfallDoorPage(source));
  return {
    url: `http://127.0.0.1:${port}/`,
    source,
    replace: async (trace, ms) => {
      ({ handle, header } = await read(trace));
      arrivingMs = ms;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      parser.dispose();
    },
  };
}
