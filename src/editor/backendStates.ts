import * as vscode from 'vscode';
import type { SourceState } from '../core/searchProtocol.ts';
import { problemOf } from '../core/problem.ts';
import type { BackendRegistry } from './backendRegistry.ts';

/** How a backend was when it was asked last. */
export type BackendState =
  | { readonly state: 'unknown' }
  | { readonly state: 'asking' }
  | { readonly state: 'ok'; readonly sentence: string }
  | { readonly state: 'unauthorised' | 'failed'; readonly sentence: string };

const UNKNOWN: BackendState = { state: 'unknown' };

/** What is known of the backends: from connection tests, and from searches as they happen. */
export class BackendStates implements vscode.Disposable {
  readonly #registry: BackendRegistry;
  readonly #states = new Map<string, BackendState>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #registryChanged: vscode.Disposable;

  readonly onDidChange = this.#changed.event;

  constructor(registry: BackendRegistry) {
    this.#registry = registry;
    // Address or secret may be others now: what was known may not hold.
    this.#registryChanged = registry.onDidChange(() => {
      this.#states.clear();
      this.#changed.fire();
    });
  }

  of(id: string): BackendState {
    return this.#states.get(id) ?? UNKNOWN;
  }

  /** Runs the connection test of one; never rejects. */
  async test(id: string): Promise<BackendState> {
    const connection = this.#registry.connection(id);
    if (!connection) return UNKNOWN;
    this.#set(id, { state: 'asking' });
    const state = await connection.health(AbortSignal.timeout(30_000)).then(
      ({ sentence }): BackendState => ({ state: 'ok', sentence }),
      (thrown: unknown): BackendState => {
        const { code, message } = problemOf(thrown);
        return { state: code === 'unauthorised' ? code : 'failed', sentence: message };
      },
    );
    // It may have been changed meanwhile: then the answer is about another one.
    if (this.#registry.connection(id) === connection) this.#set(id, state);
    return state;
  }

  async testUnknown(): Promise<void> {
    const ids = this.#registry.configs.map(({ id }) => id).filter((id) => this.of(id).state === 'unknown');
    await Promise.all(ids.map((id) => this.test(id)));
  }

  /** Takes in how a search went. */
  noteSearch(id: string, search: SourceState): void {
    if (!this.#registry.connection(id)) return;
    if (search.state === 'failed')
      this.#set(id, {
        state: search.reason === 'unauthorised' ? 'unauthorised' : 'failed',
        sentence: search.message,
      });
    else if (search.state === 'done' && this.of(id).state !== 'ok')
      this.#set(id, { state: 'ok', sentence: 'It answered a search.' });
  }

  dispose(): void {
    this.#registryChanged.dispose();
    this.#changed.dispose();
  }

  #set(id: string, state: BackendState): void {
    this.#states.set(id, state);
    this.#changed.fire();
  }
}
