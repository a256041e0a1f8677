import { installedServer } from './installedServer.ts';
import { startServer } from './startServer.ts';

export interface ZipkinOptions {
  /** False: only the right half of a 128-bit trace ID counts. Zipkin's own default is true. */
  readonly strictTraceId?: boolean;
  /** False: only traces by ID, as in big installations. Zipkin's own default is true. */
  readonly searchEnabled?: boolean;
}

export interface Zipkin {
  readonly version: string;
  /** Where `/api/v2/...` begins. */
  readonly queryUrl: string;
  /** Where spans in Zipkin's own JSON are posted. */
  readonly spansUrl: string;
  stop(): Promise<void>;
}

/** Zipkin with its traces in memory; about three seconds. */
export async function startZipkin({ strictTraceId = true, searchEnabled = true }: ZipkinOptions = {}): Promise<Zipkin> {
  const { version, file } = installedServer('zipkin');
  const { ports, stop } = await startServer('Zipkin', 1, async ({ ports: [port], folder }) => ({
    command: 'java',
    args: [
      '-Xmx256m',
      // A JVM that lives for a minute is quickest with the plainest compiler and collector.
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      `-Djava.io.tmpdir=${folder}`,
      '-jar',
      file,
      // Zipkin's own settings name only a port, and then every network of the machine is served.
      '--armeria.ports[0].ip=127.0.0.1',
      `--armeria.ports[0].port=${port}`,
      '--armeria.ports[0].protocols[0]=http',
    ],
    env: { STRICT_TRACE_ID: String(strictTraceId), SEARCH_ENABLED: String(searchEnabled) },
    isReady: async (signal) => (await fetch(`http://127.0.0.1:${port}/health`, { signal })).ok,
  }));
  const queryUrl = `http://127.0.0.1:${ports[0]}`;
  return { version, queryUrl, spansUrl: `${queryUrl}/api/v2/spans`, stop };
}
