import * as vscode from 'vscode';
import type { CollectorStats, ReceiverState } from '../core/protocol.ts';

interface Collector {
  start(port: number): Promise<ReceiverState>;
  stop(): Promise<ReceiverState>;
  stats(): Promise<CollectorStats>;
}

type Action = 'start' | 'stop' | 'settings' | 'environment' | 'statistics' | 'delete';

/** Starts and stops the receiver and says in the status bar how it stands. */
export class ReceiverControl implements vscode.Disposable {
  readonly #collector: Collector;
  readonly #item: vscode.StatusBarItem;
  #state: ReceiverState = { state: 'off' };

  constructor(collector: Collector) {
    this.#collector = collector;
    this.#item = vscode.window.createStatusBarItem('spanline.receiver', vscode.StatusBarAlignment.Left, 0);
    this.#item.name = 'Spanline Receiver';
    this.#item.command = 'spanline.receiverActions';
    this.show(this.#state);
    this.#item.show();
  }

  get state(): ReceiverState {
    return this.#state;
  }

  show(state: ReceiverState): void {
    this.#state = state;
    this.#item.text = statusText(state);
    this.#item.tooltip = tooltipText(state);
    this.#item.backgroundColor =
      state.state === 'busy' || state.state === 'failed'
        ? new vscode.ThemeColor('statusBarItem.warningBackground')
        : undefined;
    void vscode.commands.executeCommand('setContext', 'spanline.receiver', state.state);
    void vscode.commands.executeCommand('setContext', 'spanline.port', state.state === 'on' ? state.port : 0);
  }

  /** Starts it and shows how that went; with `loud` a failure is also a message with what to do. */
  async start(loud: boolean): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      if (loud)
        void vscode.window.showWarningMessage(
          'The receiver is off in Restricted Mode. Trust this workspace to start it.',
        );
      return;
    }
    this.show(await this.#collector.start(configuredPort()));
    if (loud) await this.#explain();
  }

  async stop(): Promise<void> {
    this.show(await this.#collector.stop());
  }

  /** What an OpenTelemetry SDK needs to send here. */
  environment(): string {
    const port = this.#state.state === 'on' ? this.#state.port : configuredPort();
    return `export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:${port}\nexport OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf\n`;
  }

  /** The menu behind the status bar item. */
  async chooseAction(): Promise<void> {
    const on = this.#state.state === 'on';
    const picked = await vscode.window.showQuickPick<vscode.QuickPickItem & { readonly action: Action }>(
      [
        on
          ? { label: '$(debug-stop) Stop receiver', action: 'stop' }
          : { label: '$(play) Start receiver', description: `port ${configuredPort()}`, action: 'start' },
        { label: '$(copy) Copy environment variables', description: 'for the program to trace', action: 'environment' },
        { label: '$(graph) Show statistics', description: 'what became of every span', action: 'statistics' },
        { label: '$(trash) Delete all traces', description: 'from this machine', action: 'delete' },
        { label: '$(gear) Change port', description: 'spanline.receiver.port', action: 'settings' },
      ],
      { title: `Spanline receiver: ${tooltipText(this.#state)}`, placeHolder: 'What to do' },
    );
    if (picked) await this.#do(picked.action);
  }

  dispose(): void {
    this.#item.dispose();
  }

  async #do(action: Action): Promise<void> {
    switch (action) {
      case 'start':
        return this.start(true);
      case 'stop':
        return this.stop();
      case 'environment':
        await vscode.commands.executeCommand('spanline.copyEnvironment');
        return;
      case 'delete':
        await vscode.commands.executeCommand('spanline.deleteTraces');
        return;
      case 'settings':
        await vscode.commands.executeCommand('workbench.action.openSettings', 'spanline.receiver.port');
        return;
      case 'statistics':
        void vscode.window.showInformationMessage('What became of the spans received', {
          modal: true,
          detail: statisticsText(await this.#collector.stats()),
        });
    }
  }

  async #explain(): Promise<void> {
    const { state } = this.#state;
    if (state !== 'busy' && state !== 'failed') return;
    const change = 'Change Port';
    const retry = 'Try Again';
    const choice = await vscode.window.showWarningMessage(tooltipText(this.#state), retry, change);
    if (choice === change) await this.#do('settings');
    else if (choice === retry) await this.start(true);
  }
}

function configuredPort(): number {
  const port = vscode.workspace.getConfiguration('spanline').get<unknown>('receiver.port');
  return typeof port === 'number' && Number.isInteger(port) && port > 0 && port <= 65_535 ? port : 4318;
}

function statusText(state: ReceiverState): string {
  switch (state.state) {
    case 'off':
      return '$(circle-slash) Traces: off';
    case 'on':
      return `$(broadcast) Traces: ${state.port}`;
    case 'busy':
      return `$(warning) Traces: port ${state.port} busy`;
    case 'failed':
      return '$(warning) Traces: failed';
  }
}

function tooltipText(state: ReceiverState): string {
  switch (state.state) {
    case 'off':
      return 'The receiver is off.';
    case 'on':
      return `Receiving OTLP over HTTP on ${state.addresses.map((address) => (address.includes(':') ? `[${address}]` : address)).join(' and ')}, port ${state.port}.`;
    case 'busy':
      return `Port ${state.port} is taken by ${state.by}. Stop that, or choose another port in spanline.receiver.port.`;
    case 'failed':
      return `The receiver could not start on port ${state.port}: ${state.message}`;
  }
}

function statisticsText(stats: CollectorStats): string {
  const lines = [
    `received ${number(stats.received)} spans`,
    `stored ${number(stats.stored)}, duplicate ${number(stats.duplicate)}`,
    ...reasons('rejected', stats.rejected),
    ...reasons('evicted', stats.evicted),
    ...reasons('refused requests', stats.refusedRequests),
    ...reasons('ignored requests', stats.ignoredRequests),
    ...(stats.storesMovedAside > 0 ? [`damaged stores moved aside: ${number(stats.storesMovedAside)}`] : []),
    `${number(stats.traces)} traces in ${(stats.storeBytes / 1e6).toFixed(1)} MB`,
  ];
  return lines.join('\n');
}

function reasons(what: string, counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(counts).map(([reason, count]) => `${what}: ${number(count)} (${reason})`);
}

function number(value: number): string {
  return value.toLocaleString('en');
}
