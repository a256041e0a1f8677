import * as vscode from 'vscode';
import type { TraceId } from '../core/ids.ts';
import type { TraceListQuery } from '../core/protocol.ts';
import { formatAge } from '../core/age.ts';
import { counted } from '../core/counted.ts';
import { formatDuration, formatEpoch } from '../core/time.ts';
import type { TraceSummary } from '../core/trace.ts';
import { parseTraceFilter } from '../core/traceFilter.ts';
import { visibleText } from '../core/visibleText.ts';

/** How many traces the view lists; older ones are found by the filter. */
const LISTED = 200;
/** Ages grow: often enough for "5 s ago" to be true, seldom enough to cost nothing. */
const AGE_REFRESH_MS = 5000;

const URI_LIST = 'text/uri-list';
/** A waterfall each: a slip of the mouse over a folder must not open a hundred. */
const MAX_DROPPED = 5;

interface TraceStore {
  list(query: TraceListQuery): Promise<readonly TraceSummary[]>;
}

/** The tree of stored traces, newest first. */
export class TracesView
  implements vscode.TreeDataProvider<TraceSummary>, vscode.TreeDragAndDropController<TraceSummary>, vscode.Disposable
{
  readonly dragMimeTypes: readonly string[] = [];
  readonly dropMimeTypes: readonly string[] = [URI_LIST];
  readonly #store: TraceStore;
  readonly #openFile: (uri: vscode.Uri) => Promise<void>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #tree: vscode.TreeView<TraceSummary>;
  readonly #ages: NodeJS.Timeout;
  #filter = '';

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(store: TraceStore, openFile: (uri: vscode.Uri) => Promise<void>) {
    this.#store = store;
    this.#openFile = openFile;
    this.#tree = vscode.window.createTreeView('spanline.traces', {
      treeDataProvider: this,
      dragAndDropController: this,
    });
    this.#ages = setInterval(() => {
      if (this.#tree.visible) this.refresh();
    }, AGE_REFRESH_MS);
  }

  get filter(): string {
    return this.#filter;
  }

  async setFilter(text: string): Promise<void> {
    this.#filter = text.trim();
    this.#tree.description = this.#filter === '' ? '' : visibleText(this.#filter);
    await vscode.commands.executeCommand('setContext', 'spanline.filtered', this.#filter !== '');
    this.refresh();
  }

  refresh(): void {
    this.#changed.fire();
  }

  async getChildren(parent?: TraceSummary): Promise<TraceSummary[]> {
    if (parent) return [];
    return [...(await this.#store.list({ ...parseTraceFilter(this.#filter).query, limit: LISTED }))];
  }

  getTreeItem(trace: TraceSummary): vscode.TreeItem {
    const item = new vscode.TreeItem(`${visibleText(trace.rootService)}: ${visibleText(trace.rootName)}`);
    item.id = trace.traceId;
    item.contextValue = 'trace';
    item.description = describe(trace);
    item.iconPath =
      trace.errors > 0
        ? new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'))
        : new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    item.accessibilityInformation = { label: `${trace.rootService}: ${trace.rootName}, ${describe(trace)}` };
    item.tooltip = tooltipOf(trace);
    item.command = { command: 'spanline.showTrace', title: 'Show Trace', arguments: [trace.traceId] };
    return item;
  }

  /** Trace files from the explorer or from outside are opened. */
  async handleDrop(_target: TraceSummary | undefined, data: vscode.DataTransfer): Promise<void> {
    const list = (await data.get(URI_LIST)?.asString()) ?? '';
    const uris = list.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
    for (const uri of uris.slice(0, MAX_DROPPED)) await this.#openFile(vscode.Uri.parse(uri, true));
  }

  /** The trace that is selected in the tree, if any. */
  get selected(): TraceId | undefined {
    return this.#tree.selection[0]?.traceId;
  }

  dispose(): void {
    clearInterval(this.#ages);
    this.#tree.dispose();
    this.#changed.dispose();
  }
}

function describe({ durationNs, spans, errors, startEpochNs }: TraceSummary): string {
  const parts = [formatDuration(durationNs), counted(spans, 'span')];
  if (errors > 0) parts.push(counted(errors, 'error'));
  parts.push(formatAge(startEpochNs, Date.now()));
  return parts.join(' · ');
}

function tooltipOf(trace: TraceSummary): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendText(`${visibleText(trace.rootService)}: ${visibleText(trace.rootName)}\n`);
  text.appendText(`${formatEpoch(trace.startEpochNs)}\n`);
  text.appendText(`Services: ${trace.services.map(visibleText).join(', ')}\n`);
  text.appendText(`Trace ID: ${trace.traceId}`);
  return text;
}
