import type { Channel } from '../../../src/core/rpc.ts';

/** A call that came through to the source behind the handlers. */
export interface Reached {
  readonly name: string;
  readonly args: readonly unknown[];
}

export interface RawHost {
  readonly reached: readonly Reached[];
  readonly replies: readonly unknown[];
  /** Hands over a message as a page would, and waits for what it sets off. */
  readonly send: (message: unknown) => Promise<void>;
}

/** A source that does nothing but note each call, whatever its name, and what `connect` puts between it and a page. */
export function rawHost(connect: (channel: Channel, source: unknown) => unknown): RawHost {
  const reached: Reached[] = [];
  const replies: unknown[] = [];
  const source = new Proxy(
    {},
    {
      get:
        (_target, name) =>
        (...args: readonly unknown[]) => {
          reached.push({ name: String(name), args: args.filter((arg) => !(arg instanceof AbortSignal)) });
          return Promise.resolve({});
        },
    },
  );
  let receive: (message: unknown) => void = () => undefined;
  const channel: Channel = {
    post: (message) => void replies.push(message),
    listen: (listener) => (receive = listener),
  };
  connect(channel, source);
  return {
    reached,
    replies,
    send: async (message) => {
      receive(message);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
