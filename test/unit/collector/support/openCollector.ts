import { onTestFinished } from 'vitest';
import { createCollector } from '../../../../src/collector/collector.ts';
import type { CollectorApi, CollectorEvents } from '../../../../src/core/protocol.ts';
import type { Handlers } from '../../../../src/core/rpc.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

type Api = Handlers<CollectorApi>;

/** The collector's calls without the thread around it. */
export type OpenCollector = {
  readonly [K in keyof Api]: Parameters<Api[K]>[0] extends undefined
    ? () => Promise<Awaited<ReturnType<Api[K]>>>
    : (params: Parameters<Api[K]>[0]) => Promise<Awaited<ReturnType<Api[K]>>>;
} & {
  readonly port: number;
  readonly directory: string;
  readonly events: { readonly [E in keyof CollectorEvents]: CollectorEvents[E][] };
};

/** A collector that listens on a free port; closed with the test. */
export async function openCollector(directory = temporaryDirectory()): Promise<OpenCollector> {
  const events: OpenCollector['events'] = { changed: [], receiver: [] };
  const handlers = createCollector(directory, (event, data) => void (events[event] as unknown[]).push(data));
  const { signal } = new AbortController();
  const calls = Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      async (params: never): Promise<unknown> =>
        (handler as (params: never, signal: AbortSignal) => unknown)(params, signal),
    ]),
  ) as unknown as OpenCollector;
  const state = await calls.start({ port: 0 });
  if (state.state !== 'on') throw new Error(`The collector did not start: ${JSON.stringify(state)}`);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= calls.close());
  onTestFinished(close);
  return { ...calls, close, port: state.port, directory, events };
}
