import * as vscode from 'vscode';
import type { LatencySource, OperationLatency } from '../../backends/latencySource.ts';
import type { CodeSite } from '../../core/latencyProtocol.ts';
import { SPAN_KINDS, type SpanKind } from '../../core/span.ts';
import type { RemoteLatency } from '../../latency/remoteLatency.ts';

interface BackendLatencyParts {
  /** Those that aggregate; none in an untrusted workspace. */
  readonly sources: () => readonly LatencySource[];
  /** Services to ask for: those that have sent traces here, and those that backends list. */
  readonly services: (signal: AbortSignal) => Promise<readonly string[]>;
  readonly log: (message: string) => void;
}

/** What an operation is called. */
export interface OperationName {
  readonly service: string;
  readonly name: string;
  /** Unknown kinds match any. */
  readonly kind: SpanKind | undefined;
}

/** Backends aggregate by the minute or slower. */
const ASK_EVERY_MS = 60_000;
const DEADLINE_MS = 20_000;
const MAX_SERVICES = 20;
const MAX_OPERATIONS = 500;

/** The latency that backends know of operations, asked for once a minute while somebody looks. */
export class BackendLatency implements vscode.Disposable {
  readonly #parts: BackendLatencyParts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #stop = new AbortController();
  #known: readonly RemoteLatency[] = [];
  #siteIds = new Map<string, number>();
  #askedMs = Number.NEGATIVE_INFINITY;
  /** The window that is asked about. */
  #windowMs = 0;
  #asking: Promise<void> | undefined;

  /** Fires when there are other numbers. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: BackendLatencyParts) {
    this.#parts = parts;
  }

  /** Whether there is anybody to ask. */
  get isAsked(): boolean {
    return this.#parts.sources().length > 0;
  }

  /** What is known now; asks for more where that is old. */
  of({ service, name, kind }: OperationName, windowMs: number): readonly RemoteLatency[] {
    this.look(windowMs);
    return this.#known.filter(({ operation }) => isOf(operation, service, name, kind));
  }

  /** Asks where the last answers are old, or are of another window. Returns at once. */
  look(windowMs: number): void {
    if (windowMs !== this.#windowMs) {
      // Numbers of an hour must not stand as those of a day.
      this.#windowMs = windowMs;
      this.#known = [];
      this.#askedMs = Number.NEGATIVE_INFINITY;
    }
    if (this.#asking || performance.now() - this.#askedMs < ASK_EVERY_MS) return;
    if (this.#parts.sources().length === 0) {
      this.#known = [];
      return;
    }
    this.#askedMs = performance.now();
    this.#asking = this.#ask(windowMs).finally(() => (this.#asking = undefined));
  }

  /** Backends or the window have changed. */
  forget(): void {
    this.#askedMs = Number.NEGATIVE_INFINITY;
    this.#known = [];
    this.#changed.fire();
  }

  /** The operations as code sites, each with a negative number that stays its own. */
  sites(): readonly CodeSite[] {
    return this.#known.map(({ operation: { service, operation, kind } }) => {
      const key = JSON.stringify([service, operation, kind]);
      const id = this.#siteIds.get(key) ?? -1 - this.#siteIds.size;
      this.#siteIds.set(key, id);
      const named = { name: operation, kind: kind === undefined ? 0 : SPAN_KINDS.indexOf(kind) };
      const nowhere = { filePath: undefined, line: undefined, column: undefined, functionName: undefined };
      return { id, service, ...nowhere, operation: named };
    });
  }

  dispose(): void {
    this.#stop.abort();
    this.#changed.dispose();
  }

  async #ask(windowMs: number): Promise<void> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(DEADLINE_MS)]);
    const nowMs = Date.now();
    const range = { fromEpochNs: ns(nowMs - windowMs), toEpochNs: ns(nowMs) };
    const services = (await this.#parts.services(signal).catch((): readonly string[] => [])).slice(0, MAX_SERVICES);
    const answers = await Promise.all(
      this.#parts.sources().flatMap((source) =>
        services.map(async (service): Promise<readonly RemoteLatency[]> => {
          try {
            const operations = await source.latency({ service, range }, signal);
            return operations.map((operation) => ({ source: source.label, operation }));
          } catch (thrown) {
            // A backend without numbers for a service is no news; its state is in the Backends view.
            this.#parts.log(`Latency of ${service} from ${source.label}: ${String(thrown)}`);
            return [];
          }
        }),
      ),
    );
    if (this.#stop.signal.aborted || windowMs !== this.#windowMs) return;
    this.#known = answers.flat().slice(0, MAX_OPERATIONS);
    this.#changed.fire();
  }
}

function isOf(operation: OperationLatency, service: string, name: string, kind: SpanKind | undefined): boolean {
  if (operation.service !== service || operation.operation !== name) return false;
  return kind === undefined || operation.kind === undefined || operation.kind === kind;
}

function ns(epochMs: number): bigint {
  return BigInt(Math.floor(Math.max(0, epochMs))) * 1_000_000n;
}
