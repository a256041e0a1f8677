import { realpath } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { TraceReader } from './backends/traceSearch.ts';
import { CollectorClient } from './collector/collectorClient.ts';
import type { TraceId } from './core/ids.ts';
import { problemOf } from './core/problem.ts';
import type { TraceSummary } from './core/trace.ts';
import { parseTraceFilter } from './core/traceFilter.ts';
import { BackendRegistry } from './editor/backendRegistry.ts';
import { BackendStates } from './editor/backendStates.ts';
import { BackendsView } from './editor/backendsView.ts';
import { CollectorStore } from './editor/collectorStore.ts';
import { addBackend } from './editor/connections/addBackend.ts';
import { editBackend, enterCredentials, removeBackend } from './editor/connections/backendCommands.ts';
import { testBackend } from './editor/connections/testBackend.ts';
import { EmbeddedSources } from './editor/embeddedSources.ts';
import { importTraceFiles } from './editor/importTraceFiles.ts';
import { createLatencyViews, type LatencyViews } from './editor/latency/createLatencyViews.ts';
import { LocalSource } from './editor/localSource.ts';
import { openTraceCommand } from './editor/openTraceCommand.ts';
import { openTraceFile } from './editor/openTraceFile.ts';
import { PlaceChoice } from './editor/placeChoice.ts';
import { pathMappings } from './editor/pathMappings.ts';
import { readTraceRequest } from './editor/readTraceRequest.ts';
import { ReceiverControl } from './editor/receiverControl.ts';
import { retentionOptions } from './editor/receiverSettings.ts';
import { ReceiverToken } from './editor/receiverToken.ts';
import { SearchHistory } from './editor/searchHistory.ts';
import { SearchPages } from './editor/searchPages.ts';
import { SearchSources } from './editor/searchSources.ts';
import { SourceNavigator } from './editor/sourceNavigator.ts';
import { TraceDesk } from './editor/traceDesk.ts';
import { TRACE_FILE_EDITORS, TraceFileEditor } from './editor/traceFileEditor.ts';
import { TraceFiles } from './editor/traceFiles.ts';
import { TraceHover } from './editor/traceHover.ts';
import { LOG_DOCUMENTS, TraceDocumentLinks, TraceTerminalLinks } from './editor/traceLinks.ts';
import { TraceUriHandler } from './editor/traceUriHandler.ts';
import { TracesView } from './editor/tracesView.ts';
import { usesOpenTelemetry } from './editor/usesOpenTelemetry.ts';
import { Waterfalls } from './editor/waterfalls.ts';
import { WorkspaceCorrections } from './editor/workspaceCorrections.ts';
import { WorkspaceFiles } from './editor/workspaceFiles.ts';
import { WorkspaceSources } from './editor/workspaceSources.ts';
import { WorkspaceSymbols } from './editor/workspaceSymbols.ts';
import { createSpanResolver } from './mapping/createSpanResolver.ts';
import { NodeGit } from './mapping/nodeGit.ts';
import { RevisionDrift } from './mapping/revisionDrift.ts';
import { ParserClient } from './parser/parserClient.ts';

/** Builds everything and owns nothing: each part is disposed by the context. Workers start with the first call to them. */
export function activate(context: vscode.ExtensionContext): void {
  const { subscriptions, extensionUri, globalStorageUri, secrets } = context;
  const log = vscode.window.createOutputChannel('Spanline', { log: true });
  const dist = (name: string): string => path.join(context.extensionPath, 'dist', name);

  const parser = new ParserClient(dist('parser.cjs'));
  const client = new CollectorClient({
    worker: dist('collector.cjs'),
    storeDir: path.join(globalStorageUri.fsPath, 'store'),
    onMessage: (message) => {
      log.error(message);
      void vscode.window.showWarningMessage(message);
    },
  });
  const store = new CollectorStore(client);
  const local = new LocalSource(store);
  const reader: TraceReader = {
    summarise: (payload, filter, signal) => parser.rpc.call('summarise', { ...payload, filter }, signal),
  };
  const storeChanged = new vscode.EventEmitter<ReadonlySet<TraceId> | undefined>();

  const files = new WorkspaceFiles();
  const { resolver, corrections } = createSpanResolver({
    files,
    listing: new WorkspaceSources(),
    parser: parser.sourceMaps,
    symbols: new WorkspaceSymbols(),
    mappings: pathMappings,
    memory: new WorkspaceCorrections(context.workspaceState),
    warn: (message) => log.warn(message),
  });
  const choice = new PlaceChoice(corrections, () => {
    resolver.invalidate();
    latency.placesChanged();
  });
  const embedded = new EmbeddedSources();
  const navigator = new SourceNavigator({
    resolver,
    embedded,
    drift: new RevisionDrift(new NodeGit()),
    choice,
    realpath: (file) => realpath(file).catch(() => undefined),
  });
  const receiver = new ReceiverControl(store, new ReceiverToken(secrets));
  const backends = new BackendRegistry(secrets, log);
  const latency = createLatencyViews({ store, resolver, backends, parser, memory: context.workspaceState, log });
  const states = new BackendStates(backends);
  const backendsView = new BackendsView({ registry: backends, states, receiver: () => receiver.state });
  const traceFiles = new TraceFiles(context.workspaceState);
  const desk: TraceDesk = new TraceDesk({
    store,
    local,
    backends,
    files: traceFiles,
    onStoreChanged: storeChanged.event,
    waterfalls: () => waterfalls,
  });
  const waterfalls = new Waterfalls({
    extensionUri,
    parser,
    navigator,
    openTrace: (traceId, spanId) => desk.open({ traceId, spanId }),
    linksTo: (target) => store.linksTo(target),
    originAfterReload: (traceId, source) => desk.originAfterReload(traceId, source),
  });

  const fileParts = { parser, waterfalls, files: traceFiles };
  const view = new TracesView(store, (uri) => openTraceFile(fileParts, uri));
  const searches = new SearchPages(extensionUri, {
    sources: new SearchSources(local, backends),
    reader,
    history: new SearchHistory(context.workspaceState, context.globalState),
    onSourcesChanged: backends.onDidChange,
    openTrace: (request) => desk.open(request),
    onState: (source, state) => states.noteSearch(source, state),
  });
  const traceFileEditor = new TraceFileEditor(fileParts);

  client.onChanged(({ traceIds, all }) => {
    view.refresh();
    latency.refreshSoon();
    storeChanged.fire(all ? undefined : new Set(traceIds));
  });
  client.onReceiver((state) => {
    receiver.show(state);
    backendsView.refresh();
  });

  const watcher = vscode.workspace.createFileSystemWatcher('**/*');
  const invalidate = (uri: vscode.Uri): void => {
    resolver.invalidate(uri.fsPath);
    latency.filesChanged();
  };
  subscriptions.push(
    log,
    storeChanged,
    files,
    embedded,
    navigator,
    latency,
    view,
    receiver,
    backends,
    states,
    backendsView,
    waterfalls,
    searches,
    watcher,
    watcher.onDidChange(invalidate),
    watcher.onDidCreate(invalidate),
    watcher.onDidDelete(invalidate),
    { dispose: () => parser.dispose() },
    // VS Code does not wait for it, and need not: what was acknowledged is committed.
    { dispose: () => void client.dispose() },
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('spanline.pathMappings')) {
        resolver.invalidate();
        latency.placesChanged();
      }
      if (event.affectsConfiguration('spanline.store')) configureStore();
      if (event.affectsConfiguration('spanline.receiver')) void receiver.settingsChanged();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void begin()),
    vscode.window.registerTerminalLinkProvider(new TraceTerminalLinks((request) => desk.open(request))),
    vscode.window.registerUriHandler(new TraceUriHandler((traceId, spanId) => desk.open({ traceId, spanId }))),
    vscode.languages.registerDocumentLinkProvider(LOG_DOCUMENTS, new TraceDocumentLinks()),
    vscode.languages.registerHoverProvider(
      LOG_DOCUMENTS,
      new TraceHover({ local, reader, backends: () => backends.backends }),
    ),
    ...TRACE_FILE_EDITORS.map((viewType) => vscode.window.registerCustomEditorProvider(viewType, traceFileEditor)),
  );

  command('openTrace', () => openTraceCommand(desk));
  command('openTraceFrom', (traceId) => openTraceFrom(desk, waterfalls, traceId));
  command('openTraceFile', (uri) => openTraceFile(fileParts, uri));
  command('importTraceFiles', () => importTraceFiles(parser, store));
  command('searchTraces', (text) => searches.show(typeof text === 'string' ? text : ''));
  command('startReceiver', () => receiver.start(true));
  command('stopReceiver', () => receiver.stop());
  command('receiverActions', () => receiver.chooseAction());
  command('showStatistics', () => receiver.showStatistics());
  command('copyEnvironment', async () =>
    copy(await receiver.environment(), 'Environment variables copied: paste them into a shell.'),
  );
  command('filterTraces', () => askFilter(view));
  command('clearFilter', () => view.setFilter(''));
  command('deleteTraces', () => deleteTraces(store, latency));
  command('copyTraceId', (trace) => copy((trace as TraceSummary).traceId, 'Trace ID copied.'));
  command('addBackend', () => addBackend(backends));
  command('editBackend', (node) => editBackend(backends, idOf(node)));
  command('testBackend', (node) => testBackend(backends, states, idOf(node)));
  command('removeBackend', (node) => removeBackend(backends, idOf(node)));
  command('enterCredentials', (node) => enterCredentials(backends, idOf(node)));
  command('toggleCodeLens', toggleCodeLens);
  command('showTrace', async (argument) => {
    const request = readTraceRequest(argument);
    if (request) await desk.open(request);
  });
  command('showFunctionTraces', (argument) =>
    latency.showTraces(argument, (traceId, spanId) => desk.open({ traceId, spanId })),
  );
  command('goToHotFunction', (argument) => latency.goToFunction(argument));
  command('sortHotFunctionsByTotal', () => latency.sortHotFunctions('total'));
  command('sortHotFunctionsByP95', () => latency.sortHotFunctions('p95'));
  command('sortHotFunctionsByErrors', () => latency.sortHotFunctions('errors'));
  command('refreshHotFunctions', () => latency.refresh());
  command('showHottestLine', () => latency.toggleHottestLine());
  command('takeLatencySnapshot', () => latency.takeSnapshot());
  command('forgetLatencySnapshot', () => latency.forgetSnapshot());
  command('forgetCorrections', () => choice.forget());

  // After activation: starting a worker takes about 20 ms, for which nobody has to wait.
  setImmediate(() => void begin());

  /** What the workspace may have from the start; again when it becomes trusted. */
  async function begin(): Promise<void> {
    configureStore();
    latency.updateSites();
    if (!vscode.workspace.isTrusted || receiver.state.state === 'on') return;
    const when = vscode.workspace.getConfiguration('spanline').get<string>('receiver.autoStart');
    if (when === 'always' || (when === 'instrumented' && (await usesOpenTelemetry()))) {
      await receiver.start(false).catch((thrown: unknown) => log.error(problemOf(thrown).message));
    }
  }

  function configureStore(): void {
    store.configure(retentionOptions()).catch((thrown: unknown) => log.error(problemOf(thrown).message));
  }

  /** Registers a command; what it throws becomes a message. */
  function command(name: string, run: (...args: readonly unknown[]) => unknown): void {
    const handler = async (...args: readonly unknown[]): Promise<void> => {
      try {
        await run(...args);
      } catch (thrown) {
        const { message, cause } = problemOf(thrown);
        log.error(`spanline.${name}: ${message}`, ...(cause === undefined ? [] : [cause]));
        void vscode.window.showErrorMessage(message);
      }
    };
    subscriptions.push(vscode.commands.registerCommand(`spanline.${name}`, handler));
  }
}

/** A backend as a command of the tree gets it, or its ID. */
function idOf(node: unknown): unknown {
  return typeof node === 'object' && node !== null && 'id' in node ? node.id : node;
}

/** Of the waterfall in front, unless the command was called with an ID. */
async function openTraceFrom(desk: TraceDesk, waterfalls: Waterfalls, argument: unknown): Promise<void> {
  const traceId = readTraceRequest(argument)?.traceId ?? waterfalls.active;
  if (traceId) await desk.openFrom(traceId);
  else
    void vscode.window.showInformationMessage('Bring the trace to the front first, then choose where to open it from.');
}

async function copy(text: string, done: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(done, 3000);
}

async function askFilter(view: TracesView): Promise<void> {
  const text = await vscode.window.showInputBox({
    title: 'Filter Traces',
    prompt: 'Words, service:NAME, operation:"NAME", error, duration>50ms',
    value: view.filter,
    validateInput: (typed) => parseTraceFilter(typed).problems[0],
  });
  if (text !== undefined) await view.setFilter(text);
}

async function deleteTraces(store: CollectorStore, latency: LatencyViews): Promise<void> {
  const all = 'Delete All';
  const sure = await vscode.window.showWarningMessage(
    'Delete all stored traces? They are removed from this machine, for all windows.',
    { modal: true },
    all,
  );
  if (sure !== all) return;
  await store.clear();
  latency.placesChanged();
}

async function toggleCodeLens(): Promise<void> {
  const settings = vscode.workspace.getConfiguration('spanline.codeLens');
  await settings.update('enabled', !settings.get('enabled', true), vscode.ConfigurationTarget.Global);
}
