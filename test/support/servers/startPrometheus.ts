import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installedServer } from './installedServer.ts';
import { startServer } from './startServer.ts';

export interface PrometheusOptions {
  /** Addresses of metrics, such as the Collector's `metricsUrl`. */
  readonly scrape: readonly string[];
  readonly scrapeIntervalMs?: number;
}

export interface Prometheus {
  readonly version: string;
  /** Where `/api/v1/...` begins. */
  readonly queryUrl: string;
  stop(): Promise<void>;
}

/** Prometheus with exemplars; ready when it has scraped everything it was told to once. */
export async function startPrometheus({ scrape, scrapeIntervalMs = 500 }: PrometheusOptions): Promise<Prometheus> {
  const { version, file } = installedServer('prometheus');
  const { ports, stop } = await startServer('Prometheus', 1, async ({ ports: [port], folder }) => {
    const config = {
      global: { scrape_interval: `${scrapeIntervalMs}ms`, scrape_timeout: `${scrapeIntervalMs}ms` },
      scrape_configs: scrape.map((address, index) => {
        const url = new URL(address);
        return {
          job_name: `job${index}`,
          scheme: url.protocol.slice(0, -1),
          metrics_path: url.pathname,
          static_configs: [{ targets: [url.host] }],
        };
      }),
    };
    const configFile = path.join(folder, 'prometheus.yml');
    await writeFile(configFile, JSON.stringify(config, undefined, 2));
    return {
      command: file,
      args: [
        `--config.file=${configFile}`,
        `--storage.tsdb.path=${path.join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--enable-feature=exemplar-storage',
        // Otherwise the first scrape comes after five seconds.
        '--scrape.discovery-reload-interval=100ms',
      ],
      isReady: (signal) => isScraping(`http://127.0.0.1:${port}`, scrape.length, signal),
    };
  });
  return { version, queryUrl: `http://127.0.0.1:${ports[0]}`, stop };
}

async function isScraping(queryUrl: string, count: number, signal: AbortSignal): Promise<boolean> {
  const answer = await fetch(`${queryUrl}/api/v1/targets?state=active`, { signal });
  const { data } = (await answer.json()) as {
    readonly data: { readonly activeTargets: readonly { health: string }[] };
  };
  return data.activeTargets.filter(({ health }) => health === 'up').length === count;
}
