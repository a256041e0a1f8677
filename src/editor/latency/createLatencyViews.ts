import * as vscode from 'vscode';
import type { SpanId, TraceId } from '../../core/ids.ts';
import { OUTLINED_LANGUAGES } from '../../core/outline/languageIdOf.ts';
import { problemOf } from '../../core/problem.ts';
import type { SpanResolver } from '../../mapping/spanResolver.ts';
import type { ParserClient } from '../../parser/parserClient.ts';
import type { BackendRegistry } from '../backendRegistry.ts';
import type { CollectorStore } from '../collectorStore.ts';
import { BackendLatency } from './backendLatency.ts';
import { Baselines, clockText } from './baselines.ts';
import { DocumentFunctions } from './documentFunctions.ts';
import { FunctionNumbers } from './functionNumbers.ts';
import { FunctionProfiles } from './functionProfiles.ts';
import { showFunctionTraces } from './functionTraces.ts';
import { HotFunctionsView, type HotOrder } from './hotFunctionsView.ts';
import { HottestLine } from './hottestLine.ts';
import { InstrumentedFunctions } from './instrumentedFunctions.ts';
import { LatencyHover } from './latencyHover.ts';
import { LatencyLenses } from './latencyLenses.ts';
import { latencySettings } from './latencySettings.ts';
import { SiteIndex } from './siteIndex.ts';
import { UnseenFunctions } from './unseenFunctions.ts';

interface LatencyParts {
  readonly store: CollectorStore;
  readonly resolver: SpanResolver;
  readonly backends: BackendRegistry;
  readonly parser: ParserClient;
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}

/** Everything that shows the latency of code, seen from the composition root. */
export interface LatencyViews extends vscode.Disposable {
  /** New spans arrived. */
  refreshSoon(): void;
  /** The user asks for the numbers as they are now. */
  refresh(): void;
  /** Takes in code that is new in the store. */
  updateSites(): void;
  /** A file of the workspace changed, came or went. */
  filesChanged(): void;
  /** Code may be elsewhere than it was thought to be, or the store was emptied. */
  placesChanged(): void;
  /** `argument` comes from a lens or the tree: site numbers or a function. Anything else is left alone. */
  showTraces(argument: unknown, open: (traceId: TraceId, spanId: SpanId) => Promise<void>): Promise<void>;
  /** `argument` comes from the tree. */
  goToFunction(argument: unknown): Promise<void>;
  sortHotFunctions(order: HotOrder): Promise<void>;
  toggleHottestLine(): Promise<void>;
  takeSnapshot(): Promise<void>;
  forgetSnapshot(): Promise<void>;
}

export function createLatencyViews({ store, resolver, backends, parser, memory, log }: LatencyParts): LatencyViews {
  const sites = new SiteIndex(store, resolver);
  const documentFunctions = new DocumentFunctions();
  const functions = new InstrumentedFunctions(sites, documentFunctions);
  const baselines = new Baselines(store, sites, memory);
  const remote = new BackendLatency({
    sources: () => backends.latencySources,
    services: (signal) => servicesOf(store, backends, signal),
    log: (message) => log.debug(message),
  });
  const numbers = new FunctionNumbers({ store, sites, baselines, backends: remote });
  const profiles = new FunctionProfiles(store, (chunks, spanIds) =>
    parser.rpc.call('profileSpans', { chunks, spanIds }),
  );
  const lenses = new LatencyLenses({
    functions,
    unseen: new UnseenFunctions(store, documentFunctions),
    numbers,
    profiles,
    onDidChange: [sites.onDidChange, baselines.onDidChange, remote.onDidChange],
  });
  const hot = new HotFunctionsView(store, sites, memory);
  const hottest = new HottestLine(store, sites);
  const selector = OUTLINED_LANGUAGES.map((language) => ({ language, scheme: 'file' }));
  const hover = new LatencyHover({ store, functions, numbers, profiles });

  const logFailure = (thrown: unknown): void => log.error(problemOf(thrown).message);
  const updateSites = (): void => void sites.update().catch(logFailure);
  const lookAround = (): void => {
    const { backends: isOn, windowMs } = latencySettings();
    if (isOn && vscode.workspace.isTrusted) remote.look(windowMs);
  };
  const subscriptions = [
    sites,
    baselines,
    remote,
    lenses,
    hot,
    hottest,
    vscode.languages.registerCodeLensProvider(selector, lenses),
    vscode.languages.registerHoverProvider(selector, hover),
    remote.onDidChange(() => void sites.addRemote(remote.sites()).catch(logFailure)),
    backends.onDidChange(() => remote.forget()),
    // Backends are asked while somebody is at code, and not in the background.
    vscode.window.onDidChangeActiveTextEditor(lookAround),
  ];

  return {
    refreshSoon: () => {
      baselines.spansArrived();
      lenses.refreshSoon();
      hot.refreshSoon();
      updateSites();
    },
    refresh: () => hot.refresh(),
    updateSites: () => {
      updateSites();
      lookAround();
    },
    filesChanged: () => sites.retrySoon(),
    placesChanged: () => void sites.restart().catch(logFailure),
    showTraces: async (argument, open) => {
      const siteIds = siteIdsOf(argument);
      if (siteIds) await showFunctionTraces(store, siteIds, open);
    },
    goToFunction: (argument) => hot.goTo(argument),
    sortHotFunctions: (order) => hot.sortBy(order),
    toggleHottestLine: () => hottest.toggle(),
    takeSnapshot: async () => {
      const time = clockText(await baselines.takeSnapshot());
      void vscode.window.showInformationMessage(
        `Calls from ${time} on are compared with those before. Run your program again to see the change.`,
      );
    },
    forgetSnapshot: () => baselines.forgetSnapshot(),
    dispose: () => {
      for (const each of subscriptions) each.dispose();
    },
  };
}

/** Those that have sent traces here first. */
async function servicesOf(
  store: CollectorStore,
  backends: BackendRegistry,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const lists = await Promise.all([
    store.services().catch((): readonly string[] => []),
    ...backends.backends.map((backend) => backend.services(signal).catch((): readonly string[] => [])),
  ]);
  return [...new Set(lists.flat())];
}

function siteIdsOf(argument: unknown): readonly number[] | undefined {
  const list = typeof argument === 'object' && argument !== null && 'siteIds' in argument ? argument.siteIds : argument;
  if (!Array.isArray(list) || list.length === 0) return undefined;
  return list.every((id) => Number.isSafeInteger(id) && id > 0) ? (list as readonly number[]) : undefined;
}
