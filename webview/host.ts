import type { HostApi, ViewEvents } from '../src/core/protocol.ts';
import { Rpc } from '../src/core/rpc.ts';
import { connectEditor, type EditorLink } from './editorLink.ts';

/** The extension's side of this panel: typed calls, its events, and the state that outlives a reload. */
export interface Host extends Omit<EditorLink, 'channel'> {
  readonly rpc: Rpc<HostApi, object, ViewEvents>;
}

export function connectHost(): Host {
  const { channel, state, setState } = connectEditor();
  return { rpc: new Rpc<HostApi, object, ViewEvents>(channel, {}), state, setState };
}
