import type { HostApi, ViewEvents } from '../src/core/protocol.ts';
import { type Channel, Rpc } from '../src/core/rpc.ts';

/** The extension's side of this panel: typed calls, its events, and the state that outlives a reload. */
export interface Host {
  readonly rpc: Rpc<HostApi, object, ViewEvents>;
  /** As left by {@link setState}, of any shape: an older version may have written it. */
  state(): unknown;
  setState(state: object): void;
}

/** The only call of acquireVsCodeApi, which may be called once a page. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  const channel: Channel = {
    post: (message) => api.postMessage(message),
    listen: (receive) => window.addEventListener('message', (event) => receive(event.data)),
  };
  return {
    rpc: new Rpc<HostApi, object, ViewEvents>(channel, {}),
    state: () => api.getState(),
    setState: (state) => void api.setState(state),
  };
}
