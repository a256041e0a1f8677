import type { Channel } from '../src/core/rpc.ts';

/** The editor's side of a page: messages, and the state that outlives a reload. */
export interface EditorLink {
  readonly channel: Channel;
  /** As left by {@link setState}, of any shape: an older version may have written it. */
  readonly state: () => unknown;
  readonly setState: (state: object) => void;
}

/** The only call of acquireVsCodeApi, which may be called once a page. */
export function connectEditor(): EditorLink {
  const api = acquireVsCodeApi();
  return {
    channel: {
      post: (message) => api.postMessage(message),
      listen: (receive) => window.addEventListener('message', (event) => receive(event.data)),
    },
    state: () => api.getState(),
    setState: (state) => void api.setState(state),
  };
}
