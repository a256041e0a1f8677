import * as vscode from 'vscode';
import { lookup, type FoundAnswer, type LookupAnswer, type LookupSource } from '../backends/lookup.ts';
import type { TraceId } from '../core/ids.ts';
import { Problem, problemOf } from '../core/problem.ts';
import { formatDuration } from '../core/time.ts';
import { visibleText } from '../core/visibleText.ts';
import type { BackendRegistry } from './backendRegistry.ts';
import type { CollectorStore } from './collectorStore.ts';
import { LOCAL_STORE, type LocalSource } from './localSource.ts';
import { missText } from './missText.ts';
import type { TraceOrigin } from './openTrace.ts';
import { plainLabel } from './plainLabel.ts';
import type { TraceFiles } from './traceFiles.ts';
import type { TraceRequest } from './traceRequest.ts';
import type { Waterfalls } from './waterfalls.ts';
import { withLateProgress } from './withLateProgress.ts';

interface TraceDeskParts {
  readonly store: CollectorStore;
  readonly local: LocalSource;
  readonly backends: BackendRegistry;
  readonly files: TraceFiles;
  /** Fires with the IDs of traces that grew; undefined stands for any. */
  readonly onStoreChanged: vscode.Event<ReadonlySet<TraceId> | undefined>;
  readonly waterfalls: () => Waterfalls;
}

const HIGH_HALF_IS_ZERO = /^0{16}/;

/** Finds a trace wherever it is and opens it; says who was asked when nobody has it. */
export class TraceDesk {
  readonly #parts: TraceDeskParts;

  constructor(parts: TraceDeskParts) {
    this.#parts = parts;
  }

  /** Opens the trace at the span that is asked for. */
  async open(request: TraceRequest): Promise<void> {
    const traceId = await this.#wholeId(request.traceId);
    if (!traceId) return;
    const whole = { ...request, traceId };
    const found = await this.#find(whole);
    if (!found) return;
    const origin = found.sourceId === LOCAL_STORE ? this.#localOrigin(traceId) : this.#remoteOrigin(whole, found);
    await this.#parts.waterfalls().show(traceId, request.spanId, origin, titleOf(traceId));
  }

  /** Asks every source and lets the user choose whose version of the trace to open. */
  async openFrom(traceId: TraceId): Promise<void> {
    const answers = await withLateProgress(`Asking all sources for trace ${short(traceId)}`, async (signal) => {
      // Whoever is slower than the first is waited for: the point is to see them all.
      const { answers } = await lookup(this.#sources(), traceId, { signal, graceMs: 30_000 });
      return answers;
    });
    const items = answers.map(({ sourceId, label, state, sentence }) => ({
      label: `${state === 'found' ? '$(pass)' : '$(circle-slash)'} ${plainLabel(label)}`,
      detail: sentence,
      source: state === 'found' ? sourceId : undefined,
    }));
    const picked = await vscode.window.showQuickPick(items, { title: `Open trace ${short(traceId)} from` });
    if (picked?.source === undefined) return;
    this.#parts.waterfalls().close(traceId);
    await this.open({ traceId, source: picked.source });
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
        throw new Problem('not-found', missText({ traceId }, await answers));
      },
    };
  }

  /** Asks everyone, or the one that was named; a miss is explained, other hits are told. */
  async #find(request: TraceRequest): Promise<FoundAnswer | undefined> {
    const { traceId, near, source } = request;
    const sources = this.#sources().filter(({ id }) => source === undefined || id === source);
    try {
      const { hit, answers } = await withLateProgress(`Looking for trace ${short(traceId)}`, (signal) =>
        lookup(sources, traceId, { signal, ...(near && { near }) }),
      );
      if (hit) void answers.then((all) => tellOthers(hit, all));
      else void this.#explainMiss(request, await answers);
      return hit;
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code !== 'cancelled') void vscode.window.showErrorMessage(problem.message);
      return undefined;
    }
  }

  async #explainMiss(request: TraceRequest, answers: readonly LookupAnswer[]): Promise<void> {
    const refused = answers.find(({ state }) => state === 'unauthorised');
    const credentials = 'Enter Credentials...';
    const add = 'Add Backend...';
    const copy = 'Copy ID';
    const choices = refused ? [credentials, add, copy] : [add, copy];
    const choice = await vscode.window.showWarningMessage(missText(request, answers), ...choices);
    if (choice === add) await vscode.commands.executeCommand('spanline.addBackend');
    else if (choice === credentials)
      await vscode.commands.executeCommand('spanline.enterCredentials', refused?.sourceId);
    else if (choice === copy) await vscode.env.clipboard.writeText(request.traceId);
  }

  /** 64 bits may be a whole ID, or the low half of one whose text dropped the rest (B3, Datadog): the store knows which. */
  async #wholeId(traceId: TraceId): Promise<TraceId | undefined> {
    if (!HIGH_HALF_IS_ZERO.test(traceId)) return traceId;
    const known = await this.#parts.store.endingWith(traceId.slice(16)).catch((): readonly TraceId[] => []);
    if (known.length <= 1 || known.includes(traceId)) return known[0] ?? traceId;
    const summaries = await this.#parts.store.list({ limit: 10_000 });
    const items = known.map((id) => {
      const summary = summaries.find((candidate) => candidate.traceId === id);
      return {
        label: id,
        traceId: id,
        description: summary ? `${visibleText(summary.rootName)} · ${formatDuration(summary.durationNs)}` : '',
      };
    });
    const title = `${known.length} traces end with ${traceId.slice(16)}`;
    return (await vscode.window.showQuickPick(items, { title }))?.traceId;
  }

  #sources(): readonly LookupSource[] {
    return [this.#parts.local, ...this.#parts.backends.backends];
  }

  #localOrigin(traceId: TraceId): TraceOrigin {
    const { store, onStoreChanged } = this.#parts;
    return {
      label: LOCAL_STORE,
      fetch: async () => ({ format: 'otlp-protobuf', chunks: await store.trace(traceId) }),
      lastArrivalMs: () => store.lastArrivalMs(traceId),
      logs: () => store.logs(traceId),
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

  #remoteOrigin({ traceId, near }: TraceRequest, found: FoundAnswer): TraceOrigin {
    let first: FoundAnswer['trace'] | undefined = found.trace;
    return {
      label: found.label,
      // Logs may have come here while the trace went elsewhere.
      logs: () => this.#parts.store.logs(traceId),
      fetch: async () => {
        // Buffers are gone once the parser has them: a later fetch asks again.
        const fetched = first;
        first = undefined;
        if (fetched) return fetched;
        const backend = this.#parts.backends.backends.find(({ id }) => id === found.sourceId);
        if (!backend) throw new Problem('not-found', `${found.label} is no longer configured.`);
        return backend.getTrace(traceId, AbortSignal.timeout(60_000), near);
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

/** Long enough to be read. */
const TOLD_MS = 6000;

function tellOthers(hit: FoundAnswer, answers: readonly LookupAnswer[]): void {
  const others = answers.filter(({ state, sourceId }) => state === 'found' && sourceId !== hit.sourceId);
  if (others.length === 0) return;
  const names = others.map(({ label }) => plainLabel(label)).join(', ');
  vscode.window.setStatusBarMessage(`$(info) Opened from ${plainLabel(hit.label)}; also in ${names}`, TOLD_MS);
}
