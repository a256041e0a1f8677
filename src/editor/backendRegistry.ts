import * as vscode from 'vscode';
import type { Backend } from '../backends/backend.ts';
import { parseBackends, type BackendConfig } from '../backends/backendConfig.ts';
import { createBackend } from '../backends/createBackend.ts';
import type { Credentials } from '../backends/credentials.ts';
import { secretKey } from '../backends/secretKey.ts';

/** The configured backends with their secrets. Settings hold no secret; the secret storage holds one per origin and backend. */
export class BackendRegistry implements vscode.Disposable {
  readonly #secrets: vscode.SecretStorage;
  readonly #log: vscode.LogOutputChannel;
  readonly #watch: vscode.Disposable;
  #backends: readonly Backend[] | undefined;

  constructor(secrets: vscode.SecretStorage, log: vscode.LogOutputChannel) {
    this.#secrets = secrets;
    this.#log = log;
    this.#watch = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('spanline.backends')) this.#backends = undefined;
    });
  }

  /** None in an untrusted workspace: nothing is asked over the network there. */
  get backends(): readonly Backend[] {
    if (!vscode.workspace.isTrusted) return [];
    return (this.#backends ??= this.configs.map((config) => this.create(config)));
  }

  get configs(): readonly BackendConfig[] {
    const { backends, problems } = parseBackends(
      vscode.workspace.getConfiguration('spanline').get<unknown>('backends'),
    );
    for (const problem of problems) this.#log.warn(problem.message);
    return backends;
  }

  /** A backend that is not, or not yet, among the configured ones: for the connection test. */
  create(config: BackendConfig, secret?: Credentials): Backend {
    return createBackend(config, async (origin) => secret ?? (await this.#secret(config, origin)));
  }

  async keep(entry: Readonly<Record<string, unknown>>, config: BackendConfig, secret: Credentials): Promise<void> {
    if (secret.type !== 'none')
      await this.#secrets.store(secretKey(config.base.origin, config.id), JSON.stringify(secret));
    await this.#writeEntries([...this.#entries(), entry]);
  }

  async remove(config: BackendConfig): Promise<void> {
    await this.#secrets.delete(secretKey(config.base.origin, config.id));
    await this.#writeEntries(this.#entries().filter((entry) => !isEntry(entry, config.id)));
  }

  dispose(): void {
    this.#watch.dispose();
  }

  #entries(): readonly unknown[] {
    const value = vscode.workspace.getConfiguration('spanline').inspect<unknown>('backends')?.globalValue;
    return Array.isArray(value) ? value : [];
  }

  async #writeEntries(entries: readonly unknown[]): Promise<void> {
    await vscode.workspace.getConfiguration('spanline').update('backends', entries, vscode.ConfigurationTarget.Global);
    this.#backends = undefined;
  }

  /** What was stored for exactly this origin; another origin has none and nothing is sent to it. */
  async #secret(config: BackendConfig, origin: string): Promise<Credentials | undefined> {
    if (config.auth === 'none') return { type: 'none' };
    const stored = await this.#secrets.get(secretKey(origin, config.id));
    return stored === undefined ? undefined : readCredentials(stored, config);
  }
}

/** The stored secret when it is of the kind that the settings ask for; after a change of kind it has to be entered again. */
function readCredentials(stored: string, { auth, headerName }: BackendConfig): Credentials | undefined {
  const raw = JSON.parse(stored) as Readonly<Record<string, unknown>>;
  const text = (key: string): string => (typeof raw[key] === 'string' ? raw[key] : '');
  if (raw['type'] !== auth) return undefined;
  switch (auth) {
    case 'none':
      return { type: 'none' };
    case 'bearer':
      return { type: 'bearer', token: text('token') };
    case 'basic':
      return { type: 'basic', user: text('user'), password: text('password') };
    case 'header':
      return headerName === undefined ? undefined : { type: 'header', name: headerName, value: text('value') };
  }
}

function isEntry(entry: unknown, id: string): boolean {
  return typeof entry === 'object' && entry !== null && 'id' in entry && entry.id === id;
}
