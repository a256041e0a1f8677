import * as vscode from 'vscode';
import { lookup, type FoundAnswer, type LookupAnswer, type LookupSource } from '../backends/lookup.ts';
import type { SpanId, TraceId } from '../core/ids.ts';
import { Problem, problemOf } from '../core/problem.ts';
import type { BackendRegistry } from './backendRegistry.ts';
import type { CollectorStore } from './collectorStore.ts';
import type { TraceOrigin } from './openTrace.ts';
import type { TraceFiles } from './traceFiles.ts';
import type { Waterfalls } from './waterfalls.ts';

export const LOCAL_STORE = 'local store';

interface TraceDeskParts {
  readonly store: CollectorStore;
  readonly backends: BackendRegistry;
  readonly files: TraceFiles;
  /** Fires with the IDs of traces that grew; undefined stands for any. */
  readonly onStoreChanged: vscode.Event<ReadonlySet<TraceId> | undefined>;
  readonly waterfalls: () => Waterfalls;
}

/** Finds a trace wherever it is and opens it; says who was asked when nobody has it. */
export class TraceDesk {
  readonly #parts: TraceDeskParts;

  constructor(parts: TraceDeskParts) {
    this.#parts = parts;
  }

  /** Opens the trace at the span. `sampled` is what a traceparent next to the ID said. */
  async open(traceId: TraceId, spanId?: SpanId, sampled?: boolean): Promise<void> {
    const found = await this.#find(traceId, sampled);
    if (!found) return;
    const origin = found.sourceId === LOCAL_STORE ? this.#localOrigin(traceId) : this.#remoteOrigin(traceId, found);
    await this.#parts.waterfalls().show(traceId, spanId, origin, titleOf(traceId));
  }

  /** For a tab that comes back after a reload: where it was before, or wherever it is now. */
  originAfterReload(traceId: TraceId, source: string): TraceOrigin {
    const file = this.#parts.files.originOf(traceId);
    if (file?.label === source) return file;
    return {
      ...this.#localOrigin(traceId),
      label: source === '' ? LOCAL_STORE : source,
      fetch: async () => {
        const { hit, answers } = await lookup(this.#sources(), traceId, { signal: AbortSignal.timeout(60_000) });
        if (hit) return hit.trace;
        throw new Problem('not-found', missText(traceId, await answers, undefined));
      },
    };
  }

  /** Asks everyone, with progress after a moment; a miss is explained. */
  async #find(traceId: TraceId, sampled: boolean | undefined): Promise<FoundAnswer | undefined> {
    const stop = new AbortController();
    try {
      const { hit, answers } = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: `Looking for trace ${short(traceId)}` },
        () => lookup(this.#sources(), traceId, { signal: stop.signal }),
      );
      if (!hit) void this.#explainMiss(traceId, await answers, sampled);
      return hit;
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code !== 'cancelled') void vscode.window.showErrorMessage(problem.message);
      return undefined;
    }
  }

  async #explainMiss(traceId: TraceId, answers: readonly LookupAnswer[], sampled: boolean | undefined): Promise<void> {
    const add = 'Add Backend...';
    const copy = 'Copy ID';
    const choice = await vscode.window.showWarningMessage(missText(traceId, answers, sampled), add, copy);
    if (choice === add) await vscode.commands.executeCommand('spanline.addBackend');
    else if (choice === copy) await vscode.env.clipboard.writeText(traceId);
  }

  #sources(): readonly LookupSource[] {
    const local: LookupSource = {
      id: LOCAL_STORE,
      label: 'The local store',
      getTrace: async (traceId) => {
        const chunks = await this.#parts.store.trace(traceId);
        if (chunks.length > 0) return { format: 'otlp-protobuf', chunks };
        throw new Problem('not-found', 'The local store does not have it.');
      },
    };
    return [local, ...this.#parts.backends.backends];
  }

  #localOrigin(traceId: TraceId): TraceOrigin {
    const { store, onStoreChanged } = this.#parts;
    return {
      label: LOCAL_STORE,
      fetch: async () => ({ format: 'otlp-protobuf', chunks: await store.trace(traceId) }),
      lastArrivalMs: () => store.lastArrivalMs(traceId),
      onChanged: (listener, thisArgs?: unknown, disposables?: vscode.Disposable[]) =>
        onStoreChanged(
          (traceIds) => {
            if (!traceIds || traceIds.has(traceId)) listener.call(thisArgs);
          },
          undefined,
          disposables,
        ),
    };
  }

  #remoteOrigin(traceId: TraceId, found: FoundAnswer): TraceOrigin {
    let first: FoundAnswer['trace'] | undefined = found.trace;
    return {
      label: found.label,
      fetch: async () => {
        // Buffers are gone once the parser has them: a later fetch asks again.
        const fetched = first;
        first = undefined;
        if (fetched) return fetched;
        const backend = this.#parts.backends.backends.find(({ id }) => id === found.sourceId);
        if (!backend) throw new Problem('not-found', `${found.label} is no longer configured.`);
        return backend.getTrace(traceId, AbortSignal.timeout(60_000));
      },
    };
  }
}

export function titleOf(traceId: TraceId): string {
  return `Trace ${short(traceId)}`;
}

function short(traceId: TraceId): string {
  return traceId.slice(0, 8);
}

/** Names every source that was asked and what it said. */
function missText(traceId: TraceId, answers: readonly LookupAnswer[], sampled: boolean | undefined): string {
  const said = answers.map(({ sentence }) => sentence).join(' ');
  const alone = answers.length === 1 ? ' No backend is configured.' : '';
  const unsampled = sampled === false ? ' The line says the trace was not sampled, so it was probably never sent.' : '';
  return `Trace ${traceId} was not found. ${said}${alone}${unsampled}`;
}
