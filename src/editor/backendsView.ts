import * as vscode from 'vscode';
import type { BackendConfig } from '../backends/backendConfig.ts';
import { kindLabel } from '../backends/kindLabel.ts';
import type { ReceiverState } from '../core/protocol.ts';
import { visibleText } from '../core/visibleText.ts';
import type { BackendRegistry } from './backendRegistry.ts';
import type { BackendState, BackendStates } from './backendStates.ts';
import { LOCAL_STORE } from './localSource.ts';

/** The local store, or a backend by its configuration. */
type Node = typeof LOCAL_STORE | BackendConfig;

interface BackendsViewParts {
  readonly registry: BackendRegistry;
  readonly states: BackendStates;
  /** How the receiver stands, for the line of the local store. */
  readonly receiver: () => ReceiverState;
}

/** The tree of what can be asked for traces, and how each of them is. Backends are tested when the tree is first seen, not before. */
export class BackendsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #parts: BackendsViewParts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #tree: vscode.TreeView<Node>;
  readonly #watches: readonly vscode.Disposable[];

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(parts: BackendsViewParts) {
    this.#parts = parts;
    this.#tree = vscode.window.createTreeView('spanline.backends', { treeDataProvider: this });
    this.#watches = [
      parts.registry.onDidChange(() => this.refresh()),
      parts.states.onDidChange(() => this.#changed.fire()),
      this.#tree.onDidChangeVisibility(() => this.refresh()),
    ];
  }

  refresh(): void {
    this.#changed.fire();
    if (this.#tree.visible && vscode.workspace.isTrusted) void this.#parts.states.testUnknown();
  }

  getChildren(parent?: Node): Node[] {
    return parent === undefined ? [LOCAL_STORE, ...this.#parts.registry.configs] : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node === LOCAL_STORE ? this.#localItem() : this.#backendItem(node);
  }

  dispose(): void {
    for (const watch of this.#watches) watch.dispose();
    this.#tree.dispose();
    this.#changed.dispose();
  }

  #localItem(): vscode.TreeItem {
    const item = new vscode.TreeItem('Local store');
    const receiver = this.#parts.receiver();
    item.id = LOCAL_STORE;
    item.contextValue = 'store';
    item.iconPath = new vscode.ThemeIcon('database');
    item.description = receiver.state === 'on' ? `receiving on port ${receiver.port}` : 'receiver is off';
    item.tooltip = 'Traces that were received on this machine. Nothing of them leaves it.';
    return item;
  }

  #backendItem(config: BackendConfig): vscode.TreeItem {
    const trusted = vscode.workspace.isTrusted;
    const state = trusted ? this.#parts.states.of(config.id) : undefined;
    const label = visibleText(config.label);
    const item = new vscode.TreeItem(label);
    item.id = config.id;
    item.contextValue = `backend.${config.kind}${state?.state === 'unauthorised' ? '.unauthorised' : ''}`;
    item.iconPath = iconOf(state);
    item.description = `${kindLabel(config.kind)} · ${wordOf(state) ?? new URL(config.base.origin).host}`;
    item.tooltip = tooltipOf(config, state);
    item.accessibilityInformation = { label: `${label}, ${kindLabel(config.kind)}, ${wordOf(state) ?? 'connected'}` };
    if (state?.state === 'unauthorised')
      item.command = { command: 'spanline.enterCredentials', title: 'Enter Credentials', arguments: [config.id] };
    return item;
  }
}

function iconOf(state: BackendState | undefined): vscode.ThemeIcon {
  switch (state?.state) {
    case undefined:
      return new vscode.ThemeIcon('lock');
    case 'unknown':
      return new vscode.ThemeIcon('circle-large-outline');
    case 'asking':
      return new vscode.ThemeIcon('loading~spin');
    case 'ok':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'unauthorised':
      return new vscode.ThemeIcon('key', new vscode.ThemeColor('list.warningForeground'));
    case 'failed':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  }
}

/** What is to be said instead of the address. */
function wordOf(state: BackendState | undefined): string | undefined {
  switch (state?.state) {
    case undefined:
      return 'not asked in Restricted Mode';
    case 'unauthorised':
      return 'wants credentials';
    case 'failed':
      return 'cannot be used';
    case 'unknown':
    case 'asking':
    case 'ok':
      return undefined;
  }
}

function tooltipOf({ label, base }: BackendConfig, state: BackendState | undefined): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendText(`${visibleText(label)}\n${base.origin}${base.basePath}\n`);
  if (state && 'sentence' in state) text.appendText(state.sentence);
  return text;
}
