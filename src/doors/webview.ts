import { parseArgs } from 'node:util';
import { problemOf } from '../core/problem.ts';
import { ParserClient } from '../parser/parserClient.ts';
import type { DoorPage } from './doorPage.ts';
import { fileSource } from './fileSource.ts';
import { ScriptedSearch, type ScriptedMemory } from './scriptedSearch.ts';
import { searchDoorPage } from './searchDoorPage.ts';
import { readSearchScript } from './searchScript.ts';
import { waterfallDoorPage } from './waterfallDoorPage.ts';
import { webviewAssets } from './webviewAssets.ts';
import { startWebviewServer } from './webviewServer.ts';

/**
 * The waterfall of a trace file, or the search page with sources that play a script, in any browser: `--trace FILE [--port PORT]` or
 * `--search SCRIPT [--port PORT]`; says where in one JSON line, ends on SIGTERM.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { trace: { type: 'string' }, search: { type: 'string' }, port: { type: 'string', default: '0' } },
  });
  const port = Number(values.port);
  const { trace, search } = values;
  if ((trace === undefined) === (search === undefined) || !Number.isInteger(port) || port < 0 || port > 65_535) {
    console.error('usage: npm run webview -- (--trace FILE | --search SCRIPT) [--port PORT]');
    process.exitCode = 2;
    return;
  }
  // The parser's thread does not keep a process alive, and nothing else does before the server listens.
  const alive = setInterval(() => undefined, 60_000);
  const parser = new ParserClient(new URL('../parser/parserWorker.ts', import.meta.url));
  const [assets, page] = await Promise.all([
    webviewAssets(),
    trace === undefined ? scriptedPage(search!) : fileSource(parser, trace).then(waterfallDoorPage),
  ]);
  const door = await startWebviewServer(port, assets, page);
  clearInterval(alive);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      parser.dispose();
      door.server.close();
      door.server.closeAllConnections();
    });
  }
  console.log(JSON.stringify({ ready: true, url: `http://127.0.0.1:${door.port}/` }));
}

async function scriptedPage(path: string): Promise<DoorPage> {
  const script = await readSearchScript(path);
  const { sources, recent = [], saved = [] } = script;
  const memory: ScriptedMemory = { sources, lists: { recent, saved } };
  return searchDoorPage(() => new ScriptedSearch(script, memory));
}

main().catch((thrown: unknown) => {
  console.error(problemOf(thrown).message);
  process.exit(1);
});
