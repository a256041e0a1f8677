import * as path from 'node:path';
import * as vscode from 'vscode';
import { CollectorClient } from './collector/collectorClient.ts';
import { parseSpanId, parseTraceId, type TraceId } from './core/ids.ts';
import { problemOf } from './core/problem.ts';
import type { TraceSummary } from './core/trace.ts';
import { parseTraceFilter } from './core/traceFilter.ts';
import { addBackend, removeBackend, testBackend } from './editor/backendCommands.ts';
import { BackendRegistry } from './editor/backendRegistry.ts';
import { CollectorStore } from './editor/collectorStore.ts';
import { showFunctionTraces } from './editor/functionTraces.ts';
import { LatencyLenses } from './editor/latencyLenses.ts';
import { openTraceCommand } from './editor/openTraceCommand.ts';
import { openTraceFile } from './editor/openTraceFile.ts';
import { pathMappings } from './editor/pathMappings.ts';
import { ReceiverControl } from './editor/receiverControl.ts';
import { SiteIndex } from './editor/siteIndex.ts';
import { SourceNavigator } from './editor/sourceNavigator.ts';
import { TraceDesk } from './editor/traceDesk.ts';
import { TraceFiles } from './editor/traceFiles.ts';
import { LOG_DOCUMENTS, TraceDocumentLinks, TraceTerminalLinks } from './editor/traceLinks.ts';
import { TraceUriHandler } from './editor/traceUriHandler.ts';
import { TracesView } from './editor/tracesView.ts';
import { usesOpenTelemetry } from './editor/usesOpenTelemetry.ts';
import { Waterfalls } from './editor/waterfalls.ts';
import { WorkspaceFiles } from './editor/workspaceFiles.ts';
import { createSpanLocator } from './mapping/createSpanLocator.ts';
import { ParserClient } from './parser/parserClient.ts';

const LENS_LANGUAGES = ['typescript', 'javascript', 'typescriptreact', 'javascriptreact'];

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
  const storeChanged = new vscode.EventEmitter<ReadonlySet<TraceId> | undefined>();

  const files = new WorkspaceFiles();
  const locator = createSpanLocator({
    files,
    parser: {
      openSourceMap: (params) => parser.rpc.call('openSourceMap', params),
      originalPosition: (params) => parser.rpc.call('originalPosition', params),
      closeSourceMap: (params) => parser.rpc.call('closeSourceMap', params),
    },
    mappings: pathMappings,
    warn: (message) => log.warn(message),
  });
  const navigator = new SourceNavigator(locator);
  const sites = new SiteIndex(store, locator);
  const lenses = new LatencyLenses(store, sites);
  const view = new TracesView(store);
  const receiver = new ReceiverControl(store);
  const backends = new BackendRegistry(secrets, log);
  const traceFiles = new TraceFiles(context.workspaceState);
  const desk: TraceDesk = new TraceDesk({
    store,
    backends,
    files: traceFiles,
    onStoreChanged: storeChanged.event,
    waterfalls: () => waterfalls,
  });
  const waterfalls = new Waterfalls({
    extensionUri,
    parser,
    navigator,
    openTrace: (traceId, spanId) => desk.open(traceId, spanId),
    linksTo: (target) => store.linksTo(target),
    originAfterReload: (traceId, source) => desk.originAfterReload(traceId, source),
  });

  client.onChanged(({ traceIds, all }) => {
    view.refresh();
    lenses.refreshSoon();
    updateSites();
    storeChanged.fire(all ? undefined : new Set(traceIds));
  });
  client.onReceiver((state) => receiver.show(state));

  const watcher = vscode.workspace.createFileSystemWatcher('**/*');
  const invalidate = (uri: vscode.Uri): void => locator.invalidate(uri.fsPath);
  subscriptions.push(
    log,
    storeChanged,
    files,
    navigator,
    sites,
    lenses,
    view,
    receiver,
    backends,
    waterfalls,
    watcher,
    watcher.onDidChange(invalidate),
    watcher.onDidCreate(invalidate),
    watcher.onDidDelete(invalidate),
    { dispose: () => parser.dispose() },
    // VS Code does not wait for it, and need not: what was acknowledged is committed.
    { dispose: () => void client.dispose() },
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('spanline.pathMappings')) locator.invalidate();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void begin()),
    vscode.languages.registerCodeLensProvider(
      LENS_LANGUAGES.map((language) => ({ language, scheme: 'file' })),
      lenses,
    ),
    vscode.window.registerTerminalLinkProvider(new TraceTerminalLinks((...ids) => desk.open(...ids))),
    vscode.window.registerUriHandler(new TraceUriHandler((...ids) => desk.open(...ids))),
    vscode.languages.registerDocumentLinkProvider(LOG_DOCUMENTS, new TraceDocumentLinks()),
  );

  command('openTrace', () => openTraceCommand(desk));
  command('openTraceFile', () => openTraceFile(parser, waterfalls, traceFiles));
  command('startReceiver', () => receiver.start(true));
  command('stopReceiver', () => receiver.stop());
  command('receiverActions', () => receiver.chooseAction());
  command('copyEnvironment', () =>
    copy(receiver.environment(), 'Environment variables copied: paste them into a shell.'),
  );
  command('filterTraces', () => askFilter(view));
  command('clearFilter', () => view.setFilter(''));
  command('deleteTraces', () => deleteTraces(store, sites));
  command('copyTraceId', (trace) => copy((trace as TraceSummary).traceId, 'Trace ID copied.'));
  command('addBackend', () => addBackend(backends));
  command('testBackend', () => testBackend(backends));
  command('removeBackend', () => removeBackend(backends));
  command('toggleCodeLens', toggleCodeLens);
  command('showTrace', async (traceId, spanId, sampled) => {
    const id = typeof traceId === 'string' ? parseTraceId(traceId) : undefined;
    if (!id) return;
    const span = typeof spanId === 'string' ? parseSpanId(spanId) : undefined;
    await desk.open(id, span, typeof sampled === 'boolean' ? sampled : undefined);
  });
  command('showFunctionTraces', async (siteIds) => {
    if (!Array.isArray(siteIds) || !siteIds.every((id) => Number.isSafeInteger(id))) return;
    await showFunctionTraces(store, siteIds as readonly number[], (traceId, spanId) => desk.open(traceId, spanId));
  });

  // After activation: starting a worker takes about 20 ms, for which nobody has to wait.
  setImmediate(() => void begin());

  /** What the workspace may have from the start; again when it becomes trusted. */
  async function begin(): Promise<void> {
    updateSites();
    if (!vscode.workspace.isTrusted || receiver.state.state === 'on') return;
    const when = vscode.workspace.getConfiguration('spanline').get<string>('receiver.autoStart');
    if (when === 'always' || (when === 'instrumented' && (await usesOpenTelemetry()))) {
      await receiver.start(false).catch((thrown: unknown) => log.error(problemOf(thrown).message));
    }
  }

  function updateSites(): void {
    sites.update().catch((thrown: unknown) => log.error(problemOf(thrown).message));
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

async function deleteTraces(store: CollectorStore, sites: SiteIndex): Promise<void> {
  const all = 'Delete All';
  const sure = await vscode.window.showWarningMessage(
    'Delete all stored traces? They are removed from this machine, for all windows.',
    { modal: true },
    all,
  );
  if (sure !== all) return;
  await store.clear();
  sites.clear();
}

async function toggleCodeLens(): Promise<void> {
  const settings = vscode.workspace.getConfiguration('spanline.codeLens');
  await settings.update('enabled', !settings.get('enabled', true), vscode.ConfigurationTarget.Global);
}
