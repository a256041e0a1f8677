import { mkdirSync } from 'node:fs';
import { once } from 'node:events';
import { dirname, resolve } from 'node:path';
import { buildServices, isBuilt } from './run/build.mjs';
import { SHOP } from './run/layout.mjs';
import { readOptions } from './run/options.mjs';
import { reportMissingReceiver } from './run/receiver.mjs';
import { ask, ENDPOINTS, keepAsking } from './run/requests.mjs';
import { Services } from './run/services.mjs';

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.mode === 'build' || !isBuilt()) await buildServices();
  if (options.mode !== 'build') await run(options);
} catch (error) {
  fail(error);
}

/** Runs the services until the mode is done or a signal comes, and always stops them. */
async function run({ mode, otlp, protocol }) {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopping.abort());
  const services = new Services();
  try {
    await reportMissingReceiver(otlp);
    await services.start({
      env: {
        ...process.env,
        OTEL_EXPORTER_OTLP_ENDPOINT: otlp,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        ...logFile(process.env.SHOP_LOG_FILE),
      },
      // The stdout of `once` holds its results and nothing else.
      logTo: mode === 'once' ? 'stderr' : 'stdout',
      onFailure: (error) => {
        fail(error);
        stopping.abort();
      },
    });
    await serve(mode, services.gatewayUrl, stopping.signal);
  } finally {
    await services.stop();
  }
}

async function serve(mode, gatewayUrl, signal) {
  if (mode === 'once') {
    for (const endpoint of ENDPOINTS) {
      if (signal.aborted) return;
      printLine(await ask(gatewayUrl, endpoint));
    }
    return;
  }
  printLine({ gateway: gatewayUrl });
  if (mode === 'traffic') await keepAsking(gatewayUrl, signal);
  else if (!signal.aborted) await once(signal, 'abort');
}

/** `1` means the shop's own log folder; anything else is a path. */
function logFile(setting) {
  if (!setting) return {};
  const file = setting === '1' ? resolve(SHOP, 'logs', 'shop.log') : resolve(setting);
  mkdirSync(dirname(file), { recursive: true });
  return { SHOP_LOG_FILE: file };
}

function fail(error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function printLine(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
