import { parseArgs } from 'node:util';
import { problemOf } from '../core/problem.ts';
import { ParserClient } from '../parser/parserClient.ts';
import { fileSource } from './fileSource.ts';
import { webviewAssets } from './webviewAssets.ts';
import { startWebviewServer } from './webviewServer.ts';

/** The waterfall of a trace file in any browser: `--trace FILE [--port PORT]`; says where in one JSON line, ends on SIGTERM. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { trace: { type: 'string' }, port: { type: 'string', default: '0' } } });
  const port = Number(values.port);
  if (values.trace === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) {
    console.error('usage: npm run webview -- --trace FILE [--port PORT]');
    process.exitCode = 2;
    return;
  }
  // The parser's thread does not keep a process alive, and nothing else does before the server listens.
  const alive = setInterval(() => undefined, 60_000);
  const parser = new ParserClient(new URL('../parser/parserWorker.ts', import.meta.url));
  const [assets, source] = await Promise.all([webviewAssets(), fileSource(parser, values.trace)]);
  const door = await startWebviewServer(port, assets, source);
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

main().catch((thrown: unknown) => {
  console.error(problemOf(thrown).message);
  process.exit(1);
});
