import { Rpc } from '../../src/core/rpc.ts';
import type { SearchEvents, SearchHostApi } from '../../src/core/searchProtocol.ts';
import { connectEditor, type EditorLink } from '../editorLink.ts';

/** The extension's side of the search page. */
export interface SearchHost extends Omit<EditorLink, 'channel'> {
  readonly rpc: Rpc<SearchHostApi, object, SearchEvents>;
}

export function connectSearchHost(): SearchHost {
  const { channel, state, setState } = connectEditor();
  return { rpc: new Rpc<SearchHostApi, object, SearchEvents>(channel, {}), state, setState };
}
