import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TracerProvider } from '@opentelemetry/sdk-trace';
import { answer } from './answer.ts';
import type { Background } from './background.ts';
import type { Log } from './log.ts';
import type { Route } from './route.ts';

/** Above the 2 s an export may take, below the launcher's patience. */
const STOP_DEADLINE_MS = 4000;

export interface Service {
  readonly telemetry: TracerProvider;
  readonly log: Log;
  readonly routes: readonly Route[];
  readonly background?: Background;
}

/** Serves on a free port, tells the launcher which one, and stops when asked to or when the launcher is gone. */
export async function runService(service: Service): Promise<void> {
  const server = createServer((request, response) => {
    void answer(service.routes, service.log, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const stopOnce = (): void => {
    process.off('SIGTERM', stopOnce).off('disconnect', stopOnce);
    void stop(server, service);
  };
  process.on('SIGTERM', stopOnce).on('disconnect', stopOnce);
  // Ctrl+C reaches every process of the terminal; the launcher finishes its request first and then sends SIGTERM.
  process.on('SIGINT', () => {});

  process.send?.({ port: (server.address() as AddressInfo).port });
}

async function stop(server: Server, { background, telemetry }: Service): Promise<void> {
  setTimeout(() => process.exit(1), STOP_DEADLINE_MS);
  server.close();
  await once(server, 'close');
  await background?.settled();
  try {
    await telemetry.shutdown();
  } finally {
    // Nobody received the last spans when this throws, and there is nothing left to do about it.
    process.exit(0);
  }
}
