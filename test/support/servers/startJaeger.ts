import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { emptyExport } from './emptyExport.ts';
import { installedServer } from './installedServer.ts';
import { startServer } from './startServer.ts';

export interface JaegerOptions {
  /** A Prometheus with the Collector's span metrics, for `/api/metrics/*`; without it those answer 501. */
  readonly prometheusUrl?: string;
  /** The unit of those span metrics' histogram. */
  readonly metricsUnit?: 'ms' | 's';
  /** A path before every address of the query API, such as `/jaeger`. */
  readonly basePath?: string;
}

export interface Jaeger {
  readonly version: string;
  /** Where `/api/...` and `/api/v3/...` begin, base path included. */
  readonly queryUrl: string;
  /** OTLP over HTTP; add `/v1/traces`. */
  readonly otlpUrl: string;
  stop(): Promise<void>;
}

/** Jaeger with its traces in memory. What was posted over OTLP can be read back as soon as that is answered. */
export async function startJaeger({
  prometheusUrl,
  metricsUnit = 'ms',
  basePath = '',
}: JaegerOptions = {}): Promise<Jaeger> {
  const { version, file } = installedServer('jaeger');
  const { ports, stop } = await startServer('Jaeger', 3, async ({ ports: [query, grpc, otlp], folder }) => {
    const metrics = {
      prometheus: {
        endpoint: prometheusUrl,
        normalize_calls: true,
        normalize_duration: true,
        latency_unit: metricsUnit,
      },
    };
    const withMetrics = prometheusUrl !== undefined;
    const config = {
      extensions: {
        jaeger_storage: {
          backends: { traces: { memory: { max_traces: 100_000 } } },
          ...(withMetrics && { metric_backends: { metrics } }),
        },
        jaeger_query: {
          base_path: basePath === '' ? '/' : basePath,
          storage: { traces: 'traces', ...(withMetrics && { metrics: 'metrics' }) },
          http: { endpoint: `127.0.0.1:${query}` },
          grpc: { endpoint: `127.0.0.1:${grpc}` },
        },
      },
      receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${otlp}` } } } },
      exporters: { jaeger_storage_exporter: { trace_storage: 'traces' } },
      service: {
        extensions: ['jaeger_storage', 'jaeger_query'],
        pipelines: { traces: { receivers: ['otlp'], exporters: ['jaeger_storage_exporter'] } },
        // Its own metrics would be served on a fixed port.
        telemetry: { metrics: { level: 'none' } },
      },
    };
    const configFile = path.join(folder, 'jaeger.yaml');
    await writeFile(configFile, JSON.stringify(config, undefined, 2));
    return {
      command: file,
      args: [`--config=file:${configFile}`],
      isReady: async (signal) =>
        (await fetch(`http://127.0.0.1:${query}${basePath}/api/v3/services`, { signal })).ok &&
        (await fetch(`http://127.0.0.1:${otlp}/v1/traces`, emptyExport(signal))).ok,
    };
  });
  return {
    version,
    queryUrl: `http://127.0.0.1:${ports[0]}${basePath}`,
    otlpUrl: `http://127.0.0.1:${ports[2]}`,
    stop,
  };
}
