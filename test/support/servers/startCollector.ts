import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { emptyExport } from './emptyExport.ts';
import { installedServer } from './installedServer.ts';
import { startServer } from './startServer.ts';

export interface CollectorOptions {
  /** Writes what it receives to this file: JSON lines, or protobuf messages with their length before each. */
  readonly file?: { readonly path: string; readonly format?: 'json' | 'proto' };
  /** Passes it on to these OTLP/HTTP receivers; each is a base, without `/v1/traces`. */
  readonly otlp?: readonly string[];
  /** Passes it on to Zipkin, by the address that takes spans. */
  readonly zipkin?: string;
  /** Counts calls and durations, with exemplars, at `metricsUrl`. */
  readonly spanMetrics?: { readonly unit?: 'ms' | 's'; readonly flushIntervalMs?: number };
}

export interface Collector {
  readonly version: string;
  /** OTLP over HTTP; add `/v1/traces`. */
  readonly otlpUrl: string;
  /** For Prometheus to scrape; there only with `spanMetrics`. */
  readonly metricsUrl: string | undefined;
  stop(): Promise<void>;
}

/**
 * Exports happen while the sender waits: an answer of 200 says that every server behind has taken the spans, and an
 * error of one is the sender's.
 */
const synchronous = { sending_queue: { enabled: false }, retry_on_failure: { enabled: false } };

/**
 * The OpenTelemetry Collector: one receiver, and the exporters that the options ask for.
 * @param options at least one of them must be there: a pipeline needs an exporter
 */
export async function startCollector(options: CollectorOptions): Promise<Collector> {
  const { version, file } = installedServer('collector');
  const { ports, stop } = await startServer('The Collector', 2, async ({ ports: [otlp, metrics], folder }) => {
    const configFile = path.join(folder, 'collector.yaml');
    await writeFile(configFile, JSON.stringify(collectorConfig(options, otlp!, metrics!), undefined, 2));
    return {
      command: file,
      args: [`--config=file:${configFile}`],
      isReady: async (signal) => (await fetch(`http://127.0.0.1:${otlp}/v1/traces`, emptyExport(signal))).ok,
    };
  });
  return {
    version,
    otlpUrl: `http://127.0.0.1:${ports[0]}`,
    metricsUrl: options.spanMetrics && `http://127.0.0.1:${ports[1]}/metrics`,
    stop,
  };
}

function collectorConfig(
  { file, otlp = [], zipkin, spanMetrics }: CollectorOptions,
  otlpPort: number,
  metricsPort: number,
) {
  const traceExporters = {
    ...(file && { file: { path: file.path, format: file.format ?? 'json', flush_interval: '50ms' } }),
    ...Object.fromEntries(
      otlp.map((endpoint, index) => [`otlphttp/${index}`, { endpoint, tls: { insecure: true }, ...synchronous }]),
    ),
    ...(zipkin !== undefined && { zipkin: { endpoint: zipkin, ...synchronous } }),
  };
  // The exporter shows a flush's exemplars until the next flush, so Prometheus must come by more often than that.
  const { unit = 'ms', flushIntervalMs = 2000 } = spanMetrics ?? {};
  return {
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${otlpPort}` } } } },
    exporters: {
      ...traceExporters,
      ...(spanMetrics && { prometheus: { endpoint: `127.0.0.1:${metricsPort}`, enable_open_metrics: true } }),
    },
    ...(spanMetrics && {
      connectors: {
        spanmetrics: {
          histogram: { unit },
          exemplars: { enabled: true },
          metrics_flush_interval: `${flushIntervalMs}ms`,
        },
      },
    }),
    service: {
      pipelines: {
        traces: {
          receivers: ['otlp'],
          exporters: [...Object.keys(traceExporters), ...(spanMetrics ? ['spanmetrics'] : [])],
        },
        ...(spanMetrics && { metrics: { receivers: ['spanmetrics'], exporters: ['prometheus'] } }),
      },
      // Its own metrics would be served on a fixed port.
      telemetry: { metrics: { level: 'none' } },
    },
  };
}
