import * as vscode from 'vscode';
import type { Backend, Connection, Server } from '../backends/backend.ts';
import { parseBackends, type BackendConfig } from '../backends/backendConfig.ts';
import { createBackend } from '../backends/createBackend.ts';
import { isTraceBackend } from '../backends/isTraceBackend.ts';
import type { Credentials } from '../backends/credentials.ts';
import type { LatencySource } from '../backends/latencySource.ts';
import { secretKey } from '../backends/secretKey.ts';
import { packSecret, readSecret, wantsSecret } from '../backends/storedSecret.ts';

/** The configured backends with their secrets. Settings hold no secret; the secret storage holds one per origin and backend. */
export class BackendRegistry implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #watches: readonly vscode.Disposable[];
  #configs: readonly BackendConfig[] | undefined;
  #servers: readonly Server[] | undefined;

  /** Backends were added, removed or changed, or a secret was. */
  readonly onDidChange = this.#changed.event;

  constructor(secrets: vscode.SecretStorage, log: vscode.LogOutputChannel) {
    this.#secrets = secrets;
    this.#log = log;
    this.#watches = [
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('spanline.backends')) this.#forget();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
    ];
  }

  /** Those that have traces. None in an untrusted workspace: nothing is asked over the network there. */
  get backends(): readonly Backend[] {
    return this.#trusted().filter(isTraceBackend);
  }

  /** Those that know latencies, of whatever kind. */
  get latencySources(): readonly LatencySource[] {
    return this.#trusted().flatMap(({ latency }) => latency ?? []);
  }

  connection(id: string): Connection | undefined {
    return this.#trusted().find((server) => server.id === id);
  }

  get configs(): readonly BackendConfig[] {
    if (this.#configs) return this.#configs;
    const setting = vscode.workspace.getConfiguration('spanline').get<unknown>('backends');
    const { backends, problems } = parseBackends(setting);
    for (const problem of problems) this.#log.warn(problem.message);
    return (this.#configs = backends);
  }

  config(id: string): BackendConfig | undefined {
    return this.configs.find((config) => config.id === id);
  }

  /** A server that is not, or not yet, among the configured ones: for the connection test. */
  create(config: BackendConfig, secret?: Credentials): Server {
    return createBackend(config, async (origin) => secret ?? (await this.#secret(config, origin)));
  }

  /** What is stored for the backend at its present address; `undefined` when it has to be entered. */
  secret(config: BackendConfig): Promise<Credentials | undefined> {
    return this.#secret(config, config.base.origin);
  }

  /** Writes the entry in the place of the one with its id, or at the end, and keeps its secret for its address alone. */
  async keep(entry: Readonly<Record<string, unknown>>, config: BackendConfig, secret?: Credentials): Promise<void> {
    const before = this.config(config.id);
    if (before && before.base.origin !== config.base.origin)
      await this.#secrets.delete(secretKey(before.base.origin, before.id));
    if (!wantsSecret(config)) await this.#secrets.delete(secretKey(config.base.origin, config.id));
    else if (secret) await this.storeSecret(config, secret);
    const entries = this.#entries();
    const at = entries.findIndex((known) => isEntry(known, config.id));
    await this.#writeEntries(at < 0 ? [...entries, entry] : entries.with(at, entry));
  }

  async storeSecret(config: BackendConfig, secret: Credentials): Promise<void> {
    await this.#secrets.store(secretKey(config.base.origin, config.id), packSecret(secret));
    this.#changed.fire();
  }

  async remove(config: BackendConfig): Promise<void> {
    await this.#secrets.delete(secretKey(config.base.origin, config.id));
    await this.#writeEntries(this.#entries().filter((entry) => !isEntry(entry, config.id)));
  }

  dispose(): void {
    for (const watch of this.#watches) watch.dispose();
    this.#changed.dispose();
  }

  #trusted(): readonly Server[] {
    if (!vscode.workspace.isTrusted) return [];
    return (this.#servers ??= this.configs.map((config) => this.create(config)));
  }

  #forget(): void {
    this.#configs = undefined;
    this.#servers = undefined;
    this.#changed.fire();
  }

  #entries(): readonly unknown[] {
    const value = vscode.workspace.getConfiguration('spanline').inspect<unknown>('backends')?.globalValue;
    return Array.isArray(value) ? value : [];
  }

  async #writeEntries(entries: readonly unknown[]): Promise<void> {
    await vscode.workspace.getConfiguration('spanline').update('backends', entries, vscode.ConfigurationTarget.Global);
    this.#forget();
  }

  /** What was stored for exactly this origin; another origin has none and nothing is sent to it. */
  async #secret(config: BackendConfig, origin: string): Promise<Credentials | undefined> {
    return readSecret(await this.#secrets.get(secretKey(origin, config.id)), config);
  }
}

function isEntry(entry: unknown, id: string): boolean {
  return typeof entry === 'object' && entry !== null && 'id' in entry && entry.id === id;
}
