import { once } from 'node:events';
import type { SearchSource, SourceState } from '../../../src/core/searchProtocol.ts';
import { ScriptedSearch, type ScriptedMemory } from '../../../src/doors/scriptedSearch.ts';
import { searchDoorPage } from '../../../src/doors/searchDoorPage.ts';
import type { SearchScript } from '../../../src/doors/searchScript.ts';
import { webviewAssets } from '../../../src/doors/webviewAssets.ts';
import { startWebviewServer } from '../../../src/doors/webviewServer.ts';

export interface SearchDoor {
  readonly url: string;
  stop(): Promise<void>;
}

/** Bundled once a test file: its tests differ in what the sources say only. */
let assets: ReturnType<typeof webviewAssets> | undefined;

/** The browser door with sources that play a script. */
export async function startSearchDoor(script: SearchScript): Promise<SearchDoor> {
  assets ??= webviewAssets();
  const { sources, recent = [], saved = [] } = script;
  const memory: ScriptedMemory = { sources, lists: { recent, saved } };
  const page = searchDoorPage(() => new ScriptedSearch(script, memory));
  const { server, port } = await startWebviewServer(0, await assets, page);
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

export const LOCAL: SearchSource = { id: 'local', label: 'Local store', kindLabel: 'this machine' };
export const JAEGER: SearchSource = { id: 'jaeger', label: 'Jaeger staging', kindLabel: 'Jaeger' };
export const TEMPO: SearchSource = { id: 'tempo', label: 'Tempo EU', kindLabel: 'Grafana Tempo' };

/** With as many as the script gave. */
export function done(more: 'none' | 'older' | 'narrow' = 'none', ...notes: readonly string[]): SourceState {
  return { state: 'done', found: -1, more, notes };
}
