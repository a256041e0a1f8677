import type { BackendHealth, LatencyServer } from './backend.ts';
import type { BackendHttp } from './http.ts';
import type { LatencySource } from './latencySource.ts';
import { PrometheusApi } from './prometheusApi.ts';
import { PrometheusLatency } from './prometheusLatency.ts';

/** Prometheus, and what speaks its API: latencies from metrics that a collector or Tempo made of spans. It has no traces. */
export class PrometheusServer implements LatencyServer {
  readonly kind = 'prometheus';
  readonly id: string;
  readonly label: string;
  readonly latency: LatencySource;
  readonly #http: BackendHttp;
  readonly #source: PrometheusLatency;

  constructor(id: string, label: string, http: BackendHttp) {
    this.id = id;
    this.label = label;
    this.#http = http;
    this.#source = new PrometheusLatency(id, label, http.who, new PrometheusApi(http));
    this.latency = this.#source;
  }

  /** Without metrics of spans there is nothing here to be asked for, so that is a failure. */
  async health(signal: AbortSignal): Promise<BackendHealth> {
    const { histogram } = await this.#source.discover(signal);
    const api = "Prometheus's API";
    return { api, sentence: `${this.#http.who} answers with ${api} and has the latencies in ${histogram}.` };
  }
}
