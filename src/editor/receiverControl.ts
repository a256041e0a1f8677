import * as vscode from 'vscode';
import type { CollectorStats, StartOptions, ReceiverState } from '../core/protocol.ts';
import { receiverOptions, retentionOptions } from './receiverSettings.ts';
import { stateText, statisticsText, statusText, tallyText } from './receiverTexts.ts';

interface Collector {
  start(options: StartOptions): Promise<ReceiverState>;
  stop(): Promise<ReceiverState>;
  freePortNear(port: number): Promise<number>;
  stats(): Promise<CollectorStats>;
}

/** Makes and keeps the secret that a receiver on other addresses than loopback asks for. */
export interface TokenKeeper {
  /** Made when there is none. */
  token(): Promise<string>;
}

type Action = 'start' | 'stop' | 'settings' | 'environment' | 'statistics' | 'delete';

/** How often the tooltip's numbers are brought up to date: a hover must not wait for the worker. */
const TALLY_MS = 5000;

/** Starts and stops the receiver and says in the status bar how it stands. */
export class ReceiverControl implements vscode.Disposable {
  readonly #collector: Collector;
  readonly #tokens: TokenKeeper;
  readonly #item: vscode.StatusBarItem;
  readonly #tallies: NodeJS.Timeout;
  #state: ReceiverState = { state: 'off' };
  #stats: CollectorStats | undefined;

  constructor(collector: Collector, tokens: TokenKeeper) {
    this.#collector = collector;
    this.#tokens = tokens;
    this.#item = vscode.window.createStatusBarItem('spanline.receiver', vscode.StatusBarAlignment.Left, 0);
    this.#item.name = 'Spanline Receiver';
    this.#item.command = 'spanline.receiverActions';
    this.show(this.#state);
    this.#item.show();
    this.#tallies = setInterval(() => void this.#tally(), TALLY_MS);
  }

  get state(): ReceiverState {
    return this.#state;
  }

  show(state: ReceiverState): void {
    this.#state = state;
    this.#item.text = statusText(state);
    this.#item.tooltip = this.#tooltip();
    this.#item.backgroundColor =
      state.state === 'busy' || state.state === 'failed'
        ? new vscode.ThemeColor('statusBarItem.warningBackground')
        : undefined;
    const isOn = state.state === 'on' || state.state === 'elsewhere';
    void vscode.commands.executeCommand('setContext', 'spanline.receiver', isOn ? 'on' : state.state);
    void vscode.commands.executeCommand('setContext', 'spanline.port', isOn ? state.port : 0);
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
    const options = receiverOptions();
    const token = options.host === undefined ? undefined : await this.#tokens.token();
    this.show(await this.#collector.start({ ...options, ...(token !== undefined && { token }) }));
    if (loud) await this.#explain();
  }

  /** A receiver that is on, or waits for its port, goes where the settings say now. */
  async settingsChanged(): Promise<void> {
    if (this.#state.state !== 'off') await this.start(false);
  }

  async stop(): Promise<void> {
    this.show(await this.#collector.stop());
  }

  /** What an OpenTelemetry SDK needs to send here. */
  async environment(): Promise<string> {
    const { port, host } = receiverOptions();
    const current = this.#state.state === 'on' || this.#state.state === 'elsewhere' ? this.#state.port : port;
    const lines = [
      `export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:${current}`,
      'export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    ];
    if (host !== undefined)
      lines.push(`export OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20${await this.#tokens.token()}`);
    return `${lines.join('\n')}\n`;
  }

  /** The menu behind the status bar item. */
  async chooseAction(): Promise<void> {
    const { state } = this.#state;
    const { port } = receiverOptions();
    const picked = await vscode.window.showQuickPick<vscode.QuickPickItem & { readonly action: Action }>(
      [
        state === 'on' || state === 'elsewhere'
          ? {
              label: '$(debug-stop) Stop receiver',
              ...(state === 'elsewhere' && { description: 'do not take over from the other window' }),
              action: 'stop',
            }
          : { label: '$(play) Start receiver', description: `port ${port}`, action: 'start' },
        { label: '$(copy) Copy environment variables', description: 'for the program to trace', action: 'environment' },
        { label: '$(graph) Show statistics', description: 'what became of every span', action: 'statistics' },
        { label: '$(trash) Delete all traces', description: 'from this machine', action: 'delete' },
        { label: '$(gear) Settings', description: 'ports, size and age of the store', action: 'settings' },
      ],
      { title: `Spanline receiver: ${stateText(this.#state)}`, placeHolder: 'What to do' },
    );
    if (picked) await this.#do(picked.action);
  }

  async showStatistics(): Promise<void> {
    const detail = statisticsText(await this.#collector.stats());
    void vscode.window.showInformationMessage('What became of the spans received', { modal: true, detail });
  }

  dispose(): void {
    clearInterval(this.#tallies);
    this.#item.dispose();
  }

  #tooltip(): string {
    const { state } = this.#state;
    const text = stateText(this.#state);
    if (!this.#stats || (state !== 'on' && state !== 'elsewhere')) return text;
    return `${text}\n${tallyText(this.#stats, retentionOptions().capBytes)}`;
  }

  /** Only while it receives: a store that nobody opened stays closed. */
  async #tally(): Promise<void> {
    const { state } = this.#state;
    if (state !== 'on' && state !== 'elsewhere') return;
    this.#stats = await this.#collector.stats().catch(() => undefined);
    this.#item.tooltip = this.#tooltip();
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
        await vscode.commands.executeCommand(
          'workbench.action.openSettings',
          '@ext:spanline.spanline spanline.receiver spanline.store',
        );
        return;
      case 'statistics':
        return this.showStatistics();
    }
  }

  async #explain(): Promise<void> {
    if (this.#state.state !== 'busy' && this.#state.state !== 'failed') return;
    const free = await this.#collector.freePortNear(this.#state.port + 1).catch(() => undefined);
    const use = free === undefined ? undefined : `Use Port ${free}`;
    const retry = 'Try Again';
    const choices = use === undefined ? [retry] : [use, retry];
    const choice = await vscode.window.showWarningMessage(stateText(this.#state), ...choices);
    if (choice === retry) await this.start(true);
    else if (choice !== undefined && choice === use) {
      const settings = vscode.workspace.getConfiguration('spanline.receiver');
      // The change of the setting starts it again.
      await settings.update('port', free, vscode.ConfigurationTarget.Global);
    }
  }
}
